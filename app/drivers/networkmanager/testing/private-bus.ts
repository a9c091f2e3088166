import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busConfiguration } from './bus-configuration.ts';

const programPath = `${process.env['PATH'] ?? ''}:/usr/local/bin:/usr/bin:/bin`;
const environment = { ...process.env, PATH: programPath };

/** Why no bus can be started here; null where one can. Debian's package dbus-daemon has it. */
export function busUnavailable(): string | null {
  const attempt = spawnSync('dbus-daemon', ['--version'], { env: environment });
  return attempt.status === 0 ? null : 'dbus-daemon is not installed';
}

/** For the end of a suite's name: that it is skipped, and why. */
export const skipped = (reason: string | null): string => (reason === null ? '' : ` (skipped: ${reason})`);

/** A bus of the tests' own, in a folder of its own. It ends with stop(), or when this process ends. */
export class PrivateBus {
  readonly #folder = mkdtempSync(join(tmpdir(), 'handover-bus-'));
  readonly #kill = (): void => { this.#daemon?.kill('SIGKILL'); };
  #daemon: ChildProcess | null = null;

  get address(): string { return `unix:path=${this.#folder}/bus`; }

  static async start(): Promise<PrivateBus> {
    const bus = new PrivateBus();
    writeFileSync(join(bus.#folder, 'bus.conf'), busConfiguration(bus.address));
    process.once('exit', bus.#kill);
    await bus.begin();
    return bus;
  }

  /** Starts the daemon; again after kill(), at the same address. */
  async begin(): Promise<void> {
    rmSync(join(this.#folder, 'bus'), { force: true });
    const daemon = spawn('dbus-daemon', [`--config-file=${join(this.#folder, 'bus.conf')}`, '--nofork', '--nopidfile', '--nosyslog', '--print-address=1'], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    this.#daemon = daemon;
    let complaint = '';
    daemon.stderr.setEncoding('utf8').on('data', text => { complaint += String(text); });
    // It says its address once it listens.
    await Promise.race([once(daemon.stdout, 'data'), once(daemon, 'exit').then(() => { throw new Error(`dbus-daemon ended before it listened: ${complaint}`); })]);
  }

  async kill(): Promise<void> {
    const daemon = this.#daemon;
    this.#daemon = null;
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return;
    daemon.kill('SIGKILL');
    await once(daemon, 'exit');
  }

  async stop(): Promise<void> {
    await this.kill();
    process.off('exit', this.#kill);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
