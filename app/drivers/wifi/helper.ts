import { fork, type ChildProcess } from 'node:child_process';
import { z } from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import { outputs, type Answer, type Inputs, type Question } from './answers.ts';

/** Who is asked about the system's Wi-Fi. */
export interface Helper {
  /** Rejects with a HelperError: in the system's words, or that there was no answer. */
  ask<Q extends Question>(question: Q, input: Inputs[Q]): Promise<Answer<Q>>;
  onChange(changed: () => void): void;
  end(): void;
}

export class HelperError extends Error {
  override name = 'HelperError';
  constructor(readonly kind: 'said' | 'cannot' | 'timedOut' | 'ended' | 'nonsense', words: string) { super(words); }
}

/** ms; joins and connects wait for the system, everything else is a reading. */
const limits: Partial<Record<Question, number>> = { connect: 60_000, join: 60_000, scan: 40_000, look: 40_000 };
const usualLimit = 20_000;

const reply = z.union([
  z.object({ changed: z.literal(true) }),
  z.object({ id: z.number(), error: z.string(), cannot: z.boolean() }),
  z.object({ id: z.number(), value: z.unknown() }),
]);

export interface HelperOptions {
  clock: Clock;
  /** The built child (out/wifi/child.js). */
  script: string;
  /** The program that runs it, and what its environment is to have beside the way to the system's programs. */
  node: { program: string; arguments?: string[]; env: NodeJS.ProcessEnv };
  /** Instead of the system's own folders of programs; for tests. */
  path?: string;
}

interface Waiting { settle: (value: unknown) => void; refuse: (error: HelperError) => void; cancelTimer: () => void }

/**
 * The child process, started when it is first asked, and anew when it ended. Its environment is its own: no more than the
 * system's programs need. A question that takes too long ends it, with all that it was asked.
 */
export class ChildHelper implements Helper {
  #child: ChildProcess | null = null;
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();
  #changed: () => void = () => {};
  #isOver = false;

  constructor(private readonly options: HelperOptions) {}

  ask<Q extends Question>(question: Q, input: Inputs[Q]): Promise<Answer<Q>> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) { reject(new HelperError('ended', 'Handover has let go of the Wi-Fi.')); return; }
      const id = this.#next++;
      const limit = limits[question] ?? usualLimit;
      const child = this.#child ?? this.#start();
      const cancelTimer = this.options.clock.after(limit, () => {
        this.#waiting.get(id)?.refuse(new HelperError('timedOut', `The system did not answer within ${limit / 1000} s.`));
        this.#waiting.delete(id);
        // It hangs, and so would the next one behind it.
        child.kill('SIGKILL');
        this.#ended(child);
      });
      this.#waiting.set(id, {
        cancelTimer,
        settle: (value) => {
          const parsed = outputs[question].safeParse(value);
          if (parsed.success) resolve(parsed.data as Answer<Q>);
          else reject(new HelperError('nonsense', `What the system says about its Wi-Fi does not fit: ${z.prettifyError(parsed.error).slice(0, 300)}`));
        },
        refuse: reject,
      });
      this.#keepAlive(child);
      child.send({ id, question, input }, (error) => { if (error) this.#ended(child); });
    });
  }

  onChange(changed: () => void): void { this.#changed = changed; }

  end(): void {
    this.#isOver = true;
    const child = this.#child;
    if (!child) return;
    this.#ended(child);
    child.kill();
  }

  #start(): ChildProcess {
    const { script, node, path } = this.options;
    const child = fork(script, [], { execPath: node.program, execArgv: node.arguments ?? [], env: { ...ownEnvironment(path), ...node.env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'json' });
    this.#child = child;
    child.on('message', (message) => this.#hear(message));
    child.once('exit', () => this.#ended(child));
    child.once('error', () => this.#ended(child));
    return child;
  }

  /** An answer that is waited for keeps Handover alive; a child that has nothing to do does not. */
  #keepAlive(child: ChildProcess): void {
    for (const each of [child, child.channel]) {
      if (this.#waiting.size > 0) each?.ref();
      else each?.unref();
    }
  }

  #hear(message: unknown): void {
    const parsed = reply.safeParse(message);
    if (!parsed.success) return;
    if ('changed' in parsed.data) { this.#changed(); return; }
    const waiting = this.#waiting.get(parsed.data.id);
    if (!waiting) return;
    this.#waiting.delete(parsed.data.id);
    waiting.cancelTimer();
    if (this.#child) this.#keepAlive(this.#child);
    if ('error' in parsed.data) waiting.refuse(new HelperError(parsed.data.cannot ? 'cannot' : 'said', parsed.data.error));
    else waiting.settle(parsed.data.value);
  }

  #ended(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = null;
    for (const waiting of this.#waiting.values()) {
      waiting.cancelTimer();
      waiting.refuse(new HelperError('ended', 'The part of Handover that speaks to the system’s Wi-Fi ended. It is started again with the next question.'));
    }
    this.#waiting.clear();
  }
}

/** What the system's programs need, and nothing of what Handover was started with. */
function ownEnvironment(path: string | undefined): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(['HOME', 'USER', 'SystemRoot', 'windir', 'TEMP', 'TMP', 'DBUS_SYSTEM_BUS_ADDRESS'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  const root = process.env['SystemRoot'] ?? 'C:\\Windows';
  const own = process.platform === 'win32' ? `${root}\\System32;${root}\\System32\\Wbem` : '/usr/sbin:/usr/bin:/sbin:/bin';
  return { ...kept, PATH: path ?? own };
}
