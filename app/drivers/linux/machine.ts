import type { Bearer, InterfaceKind } from '../../contract/values.ts';
import { kindOf } from './kind.ts';
import { defaultRoutes, type DefaultRoute } from '../shared/default-routes.ts';
import { entries, number, text, type Roots } from './tree.ts';

/** One interface as the kernel has it. */
export interface MachineInterface {
  name: string;
  kind: InterfaceKind;
  bearer: Bearer;
  hardwareAddress: string | null;
  mtu: number | null;
  /** Cable in, or radio associated; null where the kernel does not tell, as of one that is switched off. */
  carrier: boolean | null;
  /** The administrator, or a program, has it switched on. */
  isOn: boolean;
  /** It is more than a name: a device of the machine's own, or switched on by somebody. */
  isReal: boolean;
  /** It is a port of a bridge or a bond: what goes over it belongs to that. */
  isPort: boolean;
  /** bit/s */
  speed: number | null;
  /** dBm, of a radio in use. */
  level: number | null;
}

export interface Machine {
  interfaces: MachineInterface[];
  routes: DefaultRoute[];
  nameServers: string[];
  radios: { wifi: RadioSwitch; mobile: RadioSwitch };
}

export interface RadioSwitch { present: boolean; on: boolean; hardwareOn: boolean }

const IFF_UP = 0x1;
const LOOPBACK = 772;

/** Reads the machine from /sys and /proc: what is not there counts as not told. */
export function readMachine(roots: Roots): Machine {
  const levels = radioLevels(text(`${roots.proc}/net/wireless`));
  const interfaces = entries(`${roots.sys}/class/net`).flatMap((name) => {
    const folder = `${roots.sys}/class/net/${name}`;
    if (text(`${folder}/ifindex`) === '' || number(`${folder}/type`) === LOOPBACK) return [];
    return [interfaceOf(name, folder, levels.get(name) ?? null)];
  });
  return {
    interfaces,
    routes: defaultRoutes(text(`${roots.proc}/net/route`), text(`${roots.proc}/net/ipv6_route`)),
    nameServers: nameServersOf(text(`${roots.etc}/resolv.conf`)),
    radios: { wifi: radioSwitch(roots, 'wlan', interfaces.some(({ kind }) => kind === 'wifi')), mobile: radioSwitch(roots, 'wwan', interfaces.some(({ kind }) => kind === 'mobile')) },
  };
}

function interfaceOf(name: string, folder: string, level: number | null): MachineInterface {
  const isOn = ((number(`${folder}/flags`) ?? 0) & IFF_UP) !== 0;
  const hardware = text(`${folder}/address`);
  const speed = number(`${folder}/speed`);
  const carrier = text(`${folder}/carrier`);
  const mtu = number(`${folder}/mtu`);
  return {
    name, ...kindOf(folder), isOn, level,
    hardwareAddress: /^[0-9a-f]{2}(:[0-9a-f]{2})+$/i.test(hardware) && !/^[0:]+$/.test(hardware) ? hardware.toUpperCase() : null,
    mtu: mtu !== null && mtu > 0 ? mtu : null,
    isReal: isOn || entries(`${folder}/device`).length > 0,
    carrier: carrier === '' ? null : carrier === '1',
    isPort: entries(`${folder}/brport`).length > 0 || entries(`${folder}/bonding_slave`).length > 0,
    // The kernel gives Mb/s, and -1 or nothing where it does not know.
    speed: speed !== null && speed > 0 ? speed * 1_000_000 : null,
  };
}

/** Table of wireless extensions (proc(5)): two lines of head, then "name: status link level noise …". */
function radioLevels(table: string): Map<string, number> {
  const levels = new Map<string, number>();
  for (const line of table.split('\n').slice(2)) {
    const end = line.lastIndexOf(':');
    const level = Number.parseFloat(line.slice(end + 1).trim().split(/\s+/)[2] ?? '');
    // Old drivers count from 0 to 255; only what is a level in dBm is one.
    if (end > 0 && level < 0 && level >= -150) levels.set(line.slice(0, end).trim(), level);
  }
  return levels;
}

function nameServersOf(resolverFile: string): string[] {
  return resolverFile.split('\n').flatMap((line) => /^\s*nameserver\s+([0-9a-fA-F:.]+)/.exec(line)?.[1] ?? []);
}

/** By the kernel's switches for radios (rfkill); without any, a radio that is there is on. */
function radioSwitch(roots: Roots, type: string, hasInterface: boolean): RadioSwitch {
  const folder = `${roots.sys}/class/rfkill`;
  const switches = entries(folder).filter((name) => text(`${folder}/${name}/type`) === type);
  const isFree = (file: string): boolean => switches.length === 0 ? hasInterface : switches.some((name) => text(`${folder}/${name}/${file}`) !== '1');
  return { present: hasInterface || switches.length > 0, on: isFree('soft'), hardwareOn: isFree('hard') };
}
