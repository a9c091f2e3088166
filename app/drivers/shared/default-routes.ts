/** A default route; `gateway` is null where the link itself leads on. */
export interface DefaultRoute { interface: string; family: 4 | 6; gateway: string | null; metric: number }

const RTF_UP = 0x1;
const RTF_REJECT = 0x200;

/** The default routes of both families, by the tables of proc_net(5). */
export function defaultRoutes(table4: string, table6: string): DefaultRoute[] {
  return [...table4.split('\n').flatMap(routeOf4), ...table6.split('\n').flatMap(routeOf6)];
}

/** Interface, destination, gateway, flags, references, use, metric, mask …; addresses as the processor has them. */
function routeOf4(line: string): DefaultRoute[] {
  const [name, destination, gateway = '', flags = '0', , , metric, mask] = line.trim().split(/\s+/);
  if (!name || destination !== '00000000' || mask !== '00000000' || !isUsable(flags)) return [];
  return [{ interface: name, family: 4, gateway: gateway === '00000000' ? null : address4(gateway), metric: Number(metric) || 0 }];
}

/** Destination, its length, source, its length, gateway, metric, references, use, flags, interface; all in hexadecimal. */
function routeOf6(line: string): DefaultRoute[] {
  const [destination, length, , , gateway = '', metric = '0', , , flags = '0', name] = line.trim().split(/\s+/);
  // The kernel's own "unreachable" for everything is a default route on the loopback.
  if (!name || name === 'lo' || length !== '00' || !/^0{32}$/.test(destination ?? '') || !isUsable(flags)) return [];
  return [{ interface: name, family: 6, gateway: /^0{32}$/.test(gateway) ? null : address6(gateway), metric: Number.parseInt(metric, 16) || 0 }];
}

const isUsable = (flags: string): boolean => (Number.parseInt(flags, 16) & (RTF_UP | RTF_REJECT)) === RTF_UP;

/** As /proc/net prints it. Every processor that Electron runs on has the low byte first. */
export const address4 = (hex: string): string => (hex.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)).join('.');

/** The shortest way to write it, as everybody else does; URL knows the rule. */
export const address6 = (hex: string): string => new URL(`http://[${(hex.match(/..../g) ?? []).join(':')}]`).hostname.slice(1, -1);
