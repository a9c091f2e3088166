import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from './requirements.ts';

const environment = (extra: Record<string, string> = {}): NodeJS.ProcessEnv => ({ ...process.env, PATH: programPath, LC_ALL: 'C', ...extra });

/** Runs a program to its end and gives what it printed; throws with what it complained of. */
export function run(program: string, parameters: readonly string[]): string {
  const result = spawnSync(program, parameters, { encoding: 'utf8', env: environment() });
  if (result.status !== 0) throw new Error(`${program} ${parameters.join(' ')}: ${result.error?.message ?? (result.stderr.trim() || `ended with ${result.status ?? result.signal}`)}`);
  return result.stdout;
}

/**
 * A daemon of a lab. The kernel kills it when the test run dies, whatever it dies of, so that nothing of a lab
 * outlives its maker.
 */
export class Daemon {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  /** @param log file that gets its output */
  constructor(readonly name: string, log: string, program: string, parameters: readonly string[], extra: Record<string, string> = {}) {
    const output = openSync(log, 'a');
    this.#child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...parameters], { stdio: ['ignore', 'pipe', output], env: environment(extra) });
    closeSync(output);
    this.#ended = once(this.#child, 'exit');
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.name} could not be started`);
    return this.#child.pid;
  }

  get isRunning(): boolean { return this.#child.exitCode === null && this.#child.signalCode === null; }

  /** Ends once the daemon has printed the word. */
  async printed(word: string): Promise<void> {
    const output = this.#child.stdout;
    if (!output) throw new Error(`${this.name} has no output`);
    for await (const chunk of output) if (String(chunk).includes(word)) return;
    throw new Error(`${this.name} ended before it was ready`);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.isRunning) return;
    this.#child.kill(signal);
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
    await this.#ended;
    clearTimeout(killer);
  }
}

/** A network namespace that lives as long as a process holds it: no name is left behind, whatever happens. */
export class Namespace {
  private constructor(readonly holder: Daemon, readonly flags: readonly string[]) {}

  static async make(name: string, log: string): Promise<Namespace> {
    const holder = new Daemon(name, log, 'unshare', ['--net', 'sh', '-c', 'ip link set lo up && echo ready && exec sleep infinity']);
    await holder.printed('ready');
    return new Namespace(holder, ['--net']);
  }

  /** One that has its own mounts and host name too: `script` sets them up (its parameters are $1, $2 …). */
  static async makeHost(name: string, log: string, script: string, parameters: readonly string[]): Promise<Namespace> {
    const holder = new Daemon(name, log, 'unshare', ['--net', '--mount', '--uts', '--propagation', 'slave', 'sh', '-ec', `${script}\necho ready; exec sleep infinity`, name, ...parameters]);
    await holder.printed('ready');
    return new Namespace(holder, ['--net', '--mount', '--uts']);
  }

  get pid(): number { return this.holder.pid; }

  /** How to run something in here: a program and its first parameters. */
  get entrance(): readonly [string, ...string[]] { return ['nsenter', '--target', String(this.pid), ...this.flags, '--']; }

  run(program: string, ...parameters: string[]): string {
    const [enter, ...rest] = this.entrance;
    return run(enter, [...rest, program, ...parameters]);
  }

  /** Several `ip` commands, each as one would type it. */
  ip(...commands: string[]): void {
    this.run('sh', '-ec', 'for command; do ip $command; done', 'ip', ...commands);
  }

  /** Kernel settings of this namespace, by their path below /proc/sys/net. */
  set(values: Record<string, string | number>): void {
    this.run('sh', '-ec', 'while [ $# -gt 0 ]; do echo "$2" >"/proc/sys/net/$1"; shift 2; done', 'set', ...Object.entries(values).flatMap(([path, value]) => [path, String(value)]));
  }

  daemon(name: string, log: string, program: string, parameters: readonly string[], extra: Record<string, string> = {}): Daemon {
    const [enter, ...rest] = this.entrance;
    return new Daemon(name, log, enter, [...rest, program, ...parameters], extra);
  }
}

/** A process's start time in ticks: with its id, the name of one process for ever. */
export function startTime(pid: number | 'self'): string | null {
  try {
    const status = readFileSync(join('/proc', String(pid), 'stat'), 'utf8');
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
