import type { Permission, RadioKind, RadioView, SystemView } from '../../contract/management.ts';
import type { DriverAccessPoint, DriverInterface } from '../../core/ports/driver.ts';
import type { Air } from './air.ts';
import type { Link, Links } from './links.ts';
import { frequencyOf, linkRate } from './radio.ts';
import type { Route } from './route.ts';
import type { ScenarioAccessPoint, ScenarioInterface } from './scenario.ts';
import type { AccessPoint, World } from './world.ts';

/** What the views are made from. */
export interface Scene {
  readonly world: World;
  readonly air: Air;
  readonly links: Links;
  readonly route: Route;
}

/** The user's word, else the network's own. */
const isMetered = ({ plan, profile }: AccessPoint): boolean => (profile && profile.metered !== 'automatic' ? profile.metered === 'yes' : plan.metered);

/** Addresses that the user set, that the scenario gives, or that are made up here. */
function addressing({ plan, index, profile }: AccessPoint): Pick<DriverInterface, 'addresses' | 'gateways' | 'nameServers'> {
  const given = profile ? [profile.ipv4, profile.ipv6].filter(({ method }) => method === 'manual') : [];
  const nameServers = profile ? [...profile.ipv4.nameServers, ...profile.ipv6.nameServers] : [];
  if (given.length > 0) return { addresses: given.flatMap(({ addresses }) => addresses), gateways: given.flatMap(({ gateway }) => gateway ?? []), nameServers };
  const network = `10.${100 + (index >> 8)}.${index & 255}`;
  return {
    addresses: (plan.addresses ?? [`${network}.23/24`]).map((text) => {
      const [address = '', prefix] = text.split('/');
      return { address, prefix: Number(prefix) };
    }),
    gateways: [...(plan.gateways ?? [`${network}.1`])],
    nameServers: nameServers.length > 0 ? nameServers : [...(plan.nameServers ?? plan.gateways ?? [`${network}.1`])],
  };
}

/** bit/s of a link as it is now; null where it has none. */
export function speedOf({ world, air, links }: Scene, by: ScenarioInterface): number | null {
  const link = links.on(by.name);
  switch (by.kind) {
    case 'wired': {
      // The dock whose cable is in, link or none.
      const cable = world.accessPoints.find((each) => each.plan.kind === 'wired' && each.plan.interface === by.name && world.reaches(each, by));
      return cable?.plan.kind === 'wired' ? cable.plan.speed * 1_000_000 : null;
    }
    case 'wifi': {
      if (!link?.radio) return null;
      const { radio } = link;
      const level = air.of(link.accessPoint).find((each) => each.radio === radio && each.interface === by.name)?.level;
      return level === undefined ? null : linkRate(radio.band, level);
    }
    case 'vpn': return null;
    case 'mobile': return link?.associated && link.accessPoint.plan.kind === 'mobile' ? link.accessPoint.plan.speed * 1_000_000 : null;
  }
}

export function viewInterface(scene: Scene, by: ScenarioInterface): DriverInterface {
  const link = scene.links.on(by.name);
  const speed = speedOf(scene, by);
  const addressed = link?.addressed === true && link.state !== 'deactivating';
  return {
    id: by.name,
    name: by.name,
    kind: by.kind,
    managed: true,
    carrier: by.kind === 'wired' ? speed !== null : link?.associated === true,
    speed,
    ...(link && addressed ? addressing(link.accessPoint) : { addresses: [], gateways: [], nameServers: [] }),
    connectivity: !link || !addressed ? 'none' : link.state !== 'active' ? 'unknown' : by.kind === 'vpn' && !scene.links.carriesVpn ? 'none' : link.accessPoint.connectivity,
    metered: link ? isMetered(link.accessPoint) : false,
  };
}

const bearerOf = (plan: ScenarioAccessPoint): DriverAccessPoint['bearer'] =>
  plan.kind === 'mobile' ? plan.bearer : ({ wired: 'ethernet', wifi: 'wlan', vpn: 'unknown' } as const)[plan.kind];

const viewLink = (route: Route, link: Link | undefined): DriverAccessPoint['link'] =>
  link ? { state: link.state, interface: link.interface.name, stage: link.stage, ...(link.state === 'active' && { isDefault: route.current() === link.interface.name }) } : null;

/** null: the machine does not know of it. It is not stored, and was not seen. */
export function viewAccessPoint({ world, air, links, route }: Scene, accessPoint: AccessPoint): DriverAccessPoint | null {
  const { plan } = accessPoint;
  const link = links.of(accessPoint);
  const able = world.interfacesOf(accessPoint);
  const sightings = air.of(accessPoint);
  const inReach = plan.kind === 'wifi' ? sightings.length > 0 : plan.kind === 'vpn' ? links.carriesVpn : able.some((by) => world.reaches(accessPoint, by));
  if (!accessPoint.stored && !inReach && !link) return null;
  const inUse = (each: (typeof sightings)[number]): boolean => link !== undefined && each.radio === link.radio && each.interface === link.interface.name;
  return {
    id: accessPoint.id,
    name: accessPoint.name,
    kind: plan.kind,
    bearer: bearerOf(plan),
    purpose: plan.purpose,
    ssid: accessPoint.ssid,
    security: plan.kind === 'wifi' ? plan.security : null,
    stored: accessPoint.stored,
    inReach,
    metered: isMetered(accessPoint),
    interfaces: able.map((by) => by.name),
    bss: sightings.map((each) => ({
      bssid: each.radio.bssid, frequency: frequencyOf(each.radio.band, each.radio.channel), level: each.level,
      lastSeen: each.lastSeen, interface: each.interface, inUse: inUse(each),
    })),
    level: plan.kind === 'mobile' ? world.mobileLevel(accessPoint) : (sightings.find(inUse) ?? sightings[0])?.level ?? null,
    noise: plan.kind === 'wifi' && link ? world.noiseFloor : null,
    link: viewLink(route, link),
  };
}

/** Everything is allowed on a simulated machine that it has the devices for. */
export function viewSystem(world: World): SystemView {
  const has = (kind: RadioKind): boolean => world.interfaces.some((by) => by.kind === kind);
  const radio = (kind: RadioKind): RadioView => ({ present: has(kind), on: has(kind) && world.isRadioOn(kind), hardwareOn: has(kind) });
  const ifPresent = (kind: RadioKind): Permission => (has(kind) ? 'yes' : 'notSupported');
  return {
    permissions: { connect: 'yes', scan: ifPresent('wifi'), changeStored: 'yes', switchWifi: ifPresent('wifi'), switchMobile: ifPresent('mobile'), hotspot: 'notSupported' },
    radios: { wifi: radio('wifi'), mobile: radio('mobile') }, hotspot: null,
  };
}
