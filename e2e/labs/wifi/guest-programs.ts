import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Addresses } from '../../../app/drivers/shared/addresses.ts';
import { ChildHelper, type Helper } from '../../../app/drivers/wifi/helper.ts';
import { buildChild } from '../../../app/drivers/wifi/testing/build-child.ts';
import { realClock } from '../networkmanager/driver-under-test.ts';
import type { Machine } from './machine.ts';

/** Runs a program in the guest (guest/run), with its output and whether it failed. */
const inGuest = (port: number): string => `import { connect } from 'node:net';
const words = process.argv.slice(2).map((word) => "'" + word.replaceAll("'", "'\\\\''") + "'");
const script = Buffer.from('LC_ALL=C.UTF-8 ' + words.join(' '));
const socket = connect(${port}, '127.0.0.1');
socket.write(Buffer.concat([Buffer.from(script.length + '\\n'), script]));
const chunks = [];
for await (const chunk of socket) chunks.push(chunk);
const answer = Buffer.concat(chunks);
const end = answer.lastIndexOf(10);
const status = Number(answer.subarray(end + 1).toString());
(status === 0 ? process.stdout : process.stderr).write(answer.subarray(0, end));
process.exitCode = status;
`;

/** The kernel's files under /proc/net are the guest's, too: for the child alone, which takes itself for a process of the guest. */
const kernelOfGuest = (script: string): string => `import fs, { readFileSync as own } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
fs.readFileSync = (path, ...more) => (String(path).startsWith('/proc/net/') ? execFileSync(process.execPath, [${JSON.stringify(script)}, 'cat', String(path)], { encoding: 'latin1' }) : own(path, ...more));
syncBuiltinESMExports();
`;

interface ToldAddress { ifname: string; addr_info: { local: string; prefixlen: number; family: string }[] }

/** What the `wifi` driver is made with, so that its child, as it is built, speaks to the guest: its nmcli, its kernel's files, its addresses. */
export class GuestPrograms implements Helper {
  #addresses: Addresses = {};

  private constructor(private readonly machine: Machine, private readonly child: ChildHelper, private readonly disposeAll: () => void) {}

  static async open(machine: Machine): Promise<GuestPrograms> {
    const folder = mkdtempSync(join(tmpdir(), 'handover-guest-programs-'));
    const script = join(folder, 'in-guest.mjs');
    writeFileSync(script, inGuest(machine.port('shell')));
    writeFileSync(join(folder, 'kernel.mjs'), kernelOfGuest(script));
    writeFileSync(join(folder, 'nmcli'), `#!/bin/sh\nexec '${process.execPath}' '${script}' nmcli "$@"\n`, { mode: 0o755 });
    const built = await buildChild();
    const child = new ChildHelper({ clock: realClock, script: built.script, path: folder, node: { program: process.execPath, arguments: ['--import', join(folder, 'kernel.mjs')], env: {} } });
    const guest = new GuestPrograms(machine, child, () => { built.dispose(); rmSync(folder, { recursive: true, force: true }); });
    await guest.#readAddresses();
    return guest;
  }

  readonly addresses = (): Addresses => this.#addresses;

  ask: Helper['ask'] = async (question, input) => {
    const answer = await this.child.ask(question, input);
    await this.#readAddresses();
    return answer;
  };

  onChange(changed: () => void): void { this.child.onChange(changed); }

  end(): void { this.child.end(); }

  /** After the driver has ended. */
  dispose(): void { this.disposeAll(); }

  /** As os.networkInterfaces() would give them in the guest, of its radios. */
  async #readAddresses(): Promise<void> {
    const told = JSON.parse(await this.machine.run('ip -j address show')) as ToldAddress[];
    this.#addresses = Object.fromEntries(told.filter(({ ifname }) => ifname.startsWith('wlan')).map(({ ifname, addr_info: all }) => [ifname, all.map(({ local, prefixlen, family }) => (
      { address: local, cidr: `${local}/${prefixlen}`, netmask: '', family: family === 'inet' ? 'IPv4' : 'IPv6', mac: '', internal: false, scopeid: 0 } as never))]));
  }
}
