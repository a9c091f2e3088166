import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programPath } from './requirements.mjs';

/** What a machine is made of; a kept state can only go on in one that is the same. */
export const hardware = [
  // Emulated: it runs wherever QEMU does, in containers too, and a state that was kept fits every host.
  '-accel', 'tcg,thread=multi,tb-size=256', '-cpu', 'max', '-machine', 'q35,usb=off,vmport=off', '-smp', '2', '-m', '640', '-nodefaults', '-no-user-config', '-display', 'none',
  '-device', 'virtio-rng-pci',
] as const;
const kernelWords = 'console=ttyS0 quiet panic=-1 net.ifnames=0 mitigations=off random.trust_cpu=on tsc=reliable no_timer_check rdinit=/lab/boot';

export interface Image { kernel: string; files: string; /** Where the state of the booted machine is kept. */ state: string }

/** Ports of the guest that are reached from here, on the loopback. */
const guestPorts = { bus: 7001, shell: 7002 } as const;
type PortName = keyof typeof guestPorts;

const START_LIMIT = 240_000;
const COMMAND_LIMIT = 120_000;

interface Reply { return?: unknown; error?: { desc: string }; event?: string; data?: Record<string, unknown> }

/** The lab's virtual machine, steered over QEMU's machine protocol (QMP). The kernel kills it when the test run dies. */
export class Machine {
  readonly #folder = mkdtempSync(join(tmpdir(), 'handover-wifi-lab-'));
  readonly #listeners = new Set<(reply: Reply) => void>();
  readonly #ports = new Map<PortName, number>();
  #process: ChildProcess | null = null;
  #control: Socket | null = null;

  /** Starts it: from the state that was kept, else from the kernel on. Ends when a shell answers in it. */
  static async start(image: Image): Promise<Machine> {
    const machine = new Machine();
    try {
      await machine.#start(image);
      return machine;
    } catch (error) {
      const told = machine.console();
      await machine.stop();
      throw new Error(`the machine did not start: ${(error as Error).message}\n${told}`, { cause: error });
    }
  }

  port(name: PortName): number {
    const port = this.#ports.get(name);
    if (port === undefined) throw new Error(`the machine forwards no port ${name}`);
    return port;
  }

  /** Runs a shell script as the guest's root, to its end; gives its output, and throws with it where the script fails. */
  async run(script: string): Promise<string> {
    const socket = connect(this.port('shell'), '127.0.0.1');
    socket.setTimeout(COMMAND_LIMIT, () => socket.destroy(new Error(`no end within ${COMMAND_LIMIT / 1000} s: ${script}`)));
    const bytes = Buffer.from(script);
    socket.write(Buffer.concat([Buffer.from(`${bytes.length}\n`), bytes]));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const answer = Buffer.concat(chunks).toString();
    const end = answer.lastIndexOf('\n');
    const status = answer.slice(end + 1);
    if (status !== '0') throw new Error(`in the guest, ended with ${status || 'nothing'}: ${script}\n${answer.slice(0, Math.max(end, 0))}`);
    return answer.slice(0, end);
  }

  /** Keeps the state of the running machine in a file and stops it. */
  async keep(file: string): Promise<void> {
    await this.#command('stop');
    const kept = this.#event('MIGRATION', ({ status }) => status === 'completed' || status === 'failed');
    await this.#command('migrate', { uri: `exec:cat > '${file}'` });
    if ((await kept)['status'] !== 'completed') throw new Error('the state of the machine could not be kept');
    await this.stop();
  }

  /** What the guest's kernel and boot script printed last. */
  console(): string {
    const read = (name: string): string => (existsSync(join(this.#folder, name)) ? readFileSync(join(this.#folder, name), 'utf8').split('\n').slice(-20).join('\n') : '');
    return `${read('console')}\n${read('qemu')}`;
  }

  async stop(): Promise<void> {
    this.#control?.destroy();
    const child = this.#process;
    this.#process = null;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start({ kernel, files, state }: Image): Promise<void> {
    const log = openSync(join(this.#folder, 'qemu'), 'w');
    const hasState = existsSync(state);
    const forwards = Object.values(guestPorts).map(port => `hostfwd=tcp:127.0.0.1:0-:${port}`).join(',');
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'qemu-system-x86_64', ...hardware, '-no-reboot', '-rtc', 'base=utc',
      '-kernel', kernel, '-initrd', files, '-append', kernelWords, '-serial', `file:${join(this.#folder, 'console')}`,
      '-chardev', 'socket,id=control,fd=3', '-mon', 'chardev=control,mode=control',
      '-netdev', `user,id=net,restrict=on,${forwards}`, '-device', 'virtio-net-pci,netdev=net,romfile=',
      ...(hasState ? ['-incoming', 'defer'] : [])], { stdio: ['ignore', log, log, 'pipe'], env: { ...process.env, PATH: programPath, LC_ALL: 'C' } });
    closeSync(log);
    this.#process = child;
    const control = child.stdio[3] as Socket;
    this.#control = control;
    createInterface({ input: control }).on('line', line => {
      const reply = JSON.parse(line) as Reply;
      for (const listener of [...this.#listeners]) listener(reply);
    });
    const died = once(child, 'exit').then(() => { throw new Error('QEMU ended'); });
    await Promise.race([died, this.#begin(hasState ? state : null)]);
    died.catch(() => undefined);
  }

  async #begin(state: string | null): Promise<void> {
    await this.#command('qmp_capabilities');
    await this.#command('migrate-set-capabilities', { capabilities: [{ capability: 'events', state: true }] });
    const network = String(await this.#command('human-monitor-command', { 'command-line': 'info usernet' }));
    for (const [name, port] of Object.entries(guestPorts)) {
      const [, here] = new RegExp(String.raw`127\.0\.0\.1\s+(\d+)\s+\S+\s+${port}\s`).exec(network) ?? [];
      this.#ports.set(name as PortName, Number(here));
    }
    if (state !== null) {
      const loaded = this.#event('MIGRATION', ({ status }) => status === 'completed' || status === 'failed');
      await this.#command('migrate-incoming', { uri: `exec:cat '${state}'` });
      if ((await loaded)['status'] !== 'completed') throw new Error('the kept state does not load');
      await this.#command('cont');
    }
    await this.#shellAnswers();
    // It has stood still since its state was kept.
    if (state !== null) await this.run(`date -s @${Math.round(Date.now() / 1000)}`);
  }

  /** The guest tells nobody when its shell listens, so it is asked until it answers. */
  async #shellAnswers(): Promise<void> {
    const end = performance.now() + START_LIMIT;
    for (;;) {
      try {
        if ((await this.run('echo here')).includes('here')) return;
      } catch (error) {
        if (performance.now() > end || this.#process?.exitCode !== null) throw error;
        await new Promise(resolve => { setTimeout(resolve, 100); });
      }
    }
  }

  #command(execute: string, parameters?: object): Promise<unknown> {
    const reply = this.#next(({ event, ...rest }) => event === undefined && ('return' in rest || 'error' in rest));
    this.#control?.write(`${JSON.stringify({ execute, ...(parameters ? { arguments: parameters } : {}) })}\n`);
    return reply.then(({ return: value, error }) => {
      if (error) throw new Error(`QEMU, ${execute}: ${error.desc}`);
      return value;
    });
  }

  async #event(name: string, fits: (data: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    const { data = {} } = await this.#next(({ event, data: told = {} }) => event === name && fits(told));
    return data;
  }

  #next(fits: (reply: Reply) => boolean): Promise<Reply> {
    return new Promise(resolve => {
      const listener = (reply: Reply): void => {
        if (!fits(reply)) return;
        this.#listeners.delete(listener);
        resolve(reply);
      };
      this.#listeners.add(listener);
    });
  }
}
