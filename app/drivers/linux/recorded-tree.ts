import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Roots } from './tree.ts';

/** For tests: folders like the kernel's, from a table of paths ("sys/class/net/eth0/mtu") and what they hold. */
export class RecordedTree {
  readonly #folder = mkdtempSync(join(tmpdir(), 'handover-tree-'));
  readonly roots: Roots = { sys: join(this.#folder, 'sys'), proc: join(this.#folder, 'proc'), etc: join(this.#folder, 'etc') };

  constructor(files: Readonly<Record<string, string>>) { this.write(files); }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
      writeFileSync(join(this.#folder, path), content);
    }
  }

  remove(path: string): void { rmSync(join(this.#folder, path), { recursive: true, force: true }); }

  dispose(): void { rmSync(this.#folder, { recursive: true, force: true }); }
}

/** A notebook with a cable in, Wi-Fi on, a tunnel and a container bridge, as Linux 6.1 shows it. */
export const notebook: Readonly<Record<string, string>> = {
  ...device('lo', { ifindex: 1, type: 772, flags: '0x9', address: '00:00:00:00:00:00', mtu: 65536, carrier: 1, operstate: 'unknown' }),
  ...device('enp0s31f6', { ifindex: 2, type: 1, flags: '0x1003', address: '54:e1:ad:00:00:01', mtu: 1500, carrier: 1, operstate: 'up', speed: 1000 }),
  ...device('wlp3s0', { ifindex: 3, type: 1, flags: '0x1003', address: '5c:5f:67:00:00:02', mtu: 1500, carrier: 1, operstate: 'up', speed: -1, 'phy80211/index': 0, uevent: 'DEVTYPE=wlan\nINTERFACE=wlp3s0\nIFINDEX=3' }),
  ...device('wwan0', { 'device/vendor': '0x1199', ifindex: 4, type: 519, flags: '0x1002', address: '', mtu: 1500, operstate: 'down', uevent: 'DEVTYPE=wwan\nINTERFACE=wwan0\nIFINDEX=4' }),
  ...device('wg0', { ifindex: 5, type: 65534, flags: '0x91', address: '', mtu: 1420, carrier: 1, operstate: 'unknown', uevent: 'DEVTYPE=wireguard\nINTERFACE=wg0\nIFINDEX=5' }),
  ...device('docker0', { ifindex: 6, type: 1, flags: '0x1003', address: '02:42:5a:00:00:03', mtu: 1500, carrier: 0, operstate: 'down', uevent: 'DEVTYPE=bridge\nINTERFACE=docker0\nIFINDEX=6' }),
  ...device('veth1a2b', { ifindex: 7, type: 1, flags: '0x1003', address: 'aa:42:5a:00:00:04', mtu: 1500, carrier: 1, operstate: 'up', speed: 10000, 'brport/state': 3 }),
  ...device('ifb0', { ifindex: 8, type: 1, flags: '0x82', address: 'ba:42:5a:00:00:05', mtu: 1500, operstate: 'down' }),
  'sys/class/net/bonding_masters': '',
  'proc/net/route': `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlp3s0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
enp0s31f6\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0
enp0s31f6\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
`,
  'proc/net/ipv6_route': `20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000064 00000001 00000000 00000001 enp0s31f6
00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe80000000000000000000000000abcd 00000064 00000002 00000000 00000003 enp0s31f6
00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
`,
  'proc/net/wireless': `Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
wlp3s0: 0000   58.  -52.  -256        0      0      0      0     12        0
`,
  'proc/net/dev': counters({ lo: [10, 1, 10, 1], enp0s31f6: [5_000, 50, 700, 7], wlp3s0: ['9007199254740993', 3, 40, 4] }),
  'sys/class/rfkill/rfkill0/type': 'wlan', 'sys/class/rfkill/rfkill0/soft': '0', 'sys/class/rfkill/rfkill0/hard': '0',
  'sys/class/rfkill/rfkill1/type': 'bluetooth', 'sys/class/rfkill/rfkill1/soft': '1', 'sys/class/rfkill/rfkill1/hard': '0',
  'etc/resolv.conf': '# made by hand\nsearch example.org\nnameserver 10.0.0.1\nnameserver 2001:db8::53\noptions edns0\n',
};

function device(name: string, files: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, value]) => [`sys/class/net/${name}/${file}`, `${value}\n`]));
}

/** /proc/net/dev for interfaces with [bytes received, packets, bytes sent, packets]. */
export function counters(of: Readonly<Record<string, readonly (number | string)[]>>): string {
  const lines = Object.entries(of).map(([name, [received, receivedPackets, sent, sentPackets]]) => `${name}: ${received} ${receivedPackets} 0 0 0 0 0 0 ${sent} ${sentPackets} 0 0 0 0 0 0`);
  return ['Inter-|   Receive                                                |  Transmit', ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed', ...lines, ''].join('\n');
}

/** As `os.networkInterfaces()` gives them on that notebook. */
export const notebookAddresses = {
  enp0s31f6: [address('10.0.0.17', 24), address('2001:db8::17', 64), address('fe80::56e1:adff:fe00:1', 64)],
  wlp3s0: [address('192.168.1.30', 24)],
  wg0: [address('10.9.0.2', 32)],
};

function address(value: string, prefix: number) {
  const common = { address: value, netmask: '', mac: '00:00:00:00:00:00', internal: false, cidr: `${value}/${prefix}` };
  return value.includes(':') ? { ...common, family: 'IPv6' as const, scopeid: 0 } : { ...common, family: 'IPv4' as const };
}
