import { expect } from 'vitest';
import { Internet, type NetworkManagerLab } from './lab.ts';

const deviceIn = (text: string): string => /dev (\S+)/.exec(text)?.[1] ?? '';

/** The devices that a new flow to the internet would take, IPv4 and IPv6; "" where there is no way. */
export const wayOut = (lab: NetworkManagerLab): [string, string] => {
  const way = (address: string): string => deviceIn(lab.run('sh', '-c', 'ip route get "$1" 2>/dev/null || true', 'way', address));
  return [way(Internet.echo4), way(Internet.echo6)];
};

/** The device that an IPv4 packet of this kind to the internet would take (`from` an address, `iif` a device it came in by); "" where there is no way. */
export const wayOf = (lab: NetworkManagerLab, ...kind: string[]): string => deviceIn(lab.run('sh', '-c', 'ip route get "$@" 2>/dev/null || true', 'way', Internet.echo4, ...kind));

/** Ends when new flows take this device in both families: IPv6 comes some time after IPv4. */
export const untilWayOut = (lab: NetworkManagerLab, device: string, timeout = 15_000): Promise<void> => expect.poll(() => wayOut(lab), { interval: 5, timeout }).toEqual([device, device]);

/** Devices with a default route in the main table, the first choice first. */
export const defaultDevices = (lab: NetworkManagerLab, family: '-4' | '-6'): string[] => lab.run('ip', family, 'route', 'show', 'default').trim().split('\n').map(deviceIn);

/**
 * Ends when NetworkManager has seen the first uplink reach the internet in both families. Until then it holds the
 * default routes back (a metric of 20000 more), and another link would be the first choice by itself.
 */
export const untilFirstChoice = (lab: NetworkManagerLab): Promise<void> =>
  expect.poll(() => ['-4', '-6'].every(family => /dev wired0 .*metric 100\b/.test(lab.run('ip', family, 'route', 'show', 'default'))), { timeout: 15_000 }).toBe(true);

/** What a trial leaves behind must be nothing: its rules, and its connection. */
export const steeringLeft = (lab: NetworkManagerLab): string[] => [
  ...`${lab.run('ip', 'rule')}${lab.run('ip', '-6', 'rule')}`.split('\n').filter(line => /^(950|1000):/.test(line)),
  ...lab.nmcli('-g', 'NAME,TYPE', 'connection').split('\n').filter(line => line.endsWith(':bridge')),
];
