import type { SystemView } from '../../contract/management.ts';
import type { Connectivity } from '../../contract/values.ts';
import type { DriverAccessPoint, DriverInterface, DriverSnapshot } from '../../core/ports/driver.ts';
import type { Machine, MachineInterface } from './machine.ts';
import { isOfLinkOnly, ownAddresses, type Addresses } from '../shared/addresses.ts';
import type { DefaultRoute } from '../shared/default-routes.ts';

/** The machine in the port's words. Every interface is an access point of its own: the cable in it, or the network that its radio is on; those that the kernel makes for itself and nobody uses are left out. */
export function viewOf(machine: Machine, addresses: Addresses): DriverSnapshot {
  const isDefault = defaultInterface(machine.routes);
  const interfaces = machine.interfaces.map((each) => viewInterface(each, machine, addresses));
  const accessPoints = machine.interfaces
    .filter((each) => each.isReal && !each.isPort && (each.kind !== 'other' || each.name === isDefault))
    .map((each) => viewAccessPoint(each, interfaces.find(({ id }) => id === each.name) as DriverInterface, each.name === isDefault));
  return { interfaces, accessPoints, system: viewSystem(machine) };
}

export const accessPointId = (interfaceName: string): string => `interface:${interfaceName}`;

function viewInterface(each: MachineInterface, { routes, nameServers }: Machine, addresses: Addresses): DriverInterface {
  const own = ownAddresses(addresses, each.name);
  const ways = routes.filter((route) => route.interface === each.name);
  return {
    id: each.name, name: each.name, kind: each.kind, managed: false, carrier: each.carrier, speed: each.speed, addresses: own,
    gateways: ways.flatMap(({ gateway }) => gateway ?? []),
    // The machine has one list; it is what the default route's interface is asked by.
    nameServers: each.name === defaultInterface(routes) ? nameServers : [],
    connectivity: connectivityOf(own, ways), metered: false,
    hardwareAddress: each.hardwareAddress, mtu: each.mtu, routeMetric: ways.length > 0 ? Math.min(...ways.map(({ metric }) => metric)) : null,
  };
}

function viewAccessPoint(each: MachineInterface, by: DriverInterface, isDefault: boolean): DriverAccessPoint {
  const isUp = each.isOn && each.carrier !== false && by.addresses.some(({ address }) => !isOfLinkOnly(address));
  return {
    id: accessPointId(each.name), name: each.name, kind: each.kind, bearer: each.bearer, purpose: 'unknown', ssid: null, security: null,
    stored: true, inReach: each.isOn && each.carrier !== false, metered: false, interfaces: [each.name], bss: [], level: each.level,
    link: isUp ? { state: 'active', interface: each.name, stage: null, isDefault } : null,
  };
}

/** That of the lowest metric, IPv4 before IPv6, as most programs go. */
function defaultInterface(routes: readonly DefaultRoute[]): string | null {
  const [best] = routes.toSorted((a, b) => a.family - b.family || a.metric - b.metric);
  return best?.interface ?? null;
}

/** Without addresses nothing is reached, without a way out only neighbours; whether the way out leads anywhere, nobody here asks. */
function connectivityOf(addresses: readonly { address: string }[], ways: readonly DefaultRoute[]): Connectivity {
  if (addresses.length === 0) return 'none';
  return ways.length === 0 ? 'limited' : 'unknown';
}

function viewSystem({ radios }: Machine): SystemView {
  return {
    permissions: { connect: 'notSupported', scan: 'notSupported', changeStored: 'notSupported', switchWifi: 'notSupported', switchMobile: 'notSupported', hotspot: 'notSupported' },
    radios, hotspot: null,
  };
}
