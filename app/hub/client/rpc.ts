import { connect as connectSocket, type Socket } from 'node:net';
import { errorCodes, protocolVersion, type ErrorWord, type Message, type Role } from '../../contract/wire.ts';
import type { SocketOutputs } from '../../contract/socket.ts';
import { LineReader, LineTooLongError } from './lines.ts';
import { findHost } from './find-host.ts';
import type { Meeting } from './meeting.ts';
import { PlaceError } from './place.ts';

/** Handover refused a request, or is not there. `code` says which kind, for programs; the message what to do. */
export class HandoverError extends Error {
  override name = 'HandoverError';
  constructor(readonly code: ErrorWord | 'notRunning' | 'gone', message: string) { super(message); }
}

export interface Greeting {
  /** What the program calls itself; the user reads it. */
  name: string;
  role?: Role;
  linger?: number;
  alive?: number | null;
}

/** Longest answer that is taken, bytes: a state with ten thousand access points is some ten megabytes. */
const longestAnswer = 256 * 2 ** 20;

const wordOf = new Map<number, ErrorWord>(Object.entries(errorCodes).map(([word, code]) => [code, word as ErrorWord]));

/** One connection to the hub, from hello to its end. It is not made anew: that is client.ts. */
export class Rpc {
  #id = 0;
  #goodbye = 'The connection to Handover ended.';
  #isOver = false;
  #beat: NodeJS.Timeout | null = null;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: HandoverError) => void }>();

  private constructor(private readonly socket: Socket, private readonly onTold: (method: string, params: unknown) => void, private readonly onEnd: (reason: string) => void) {
    const reader = new LineReader(longestAnswer, (line) => { this.#take(JSON.parse(line) as Message); });
    socket.on('data', (chunk) => {
      try { reader.push(chunk); } catch (error) {
        if (!(error instanceof LineTooLongError)) throw error;
        socket.destroy();
      }
    });
    socket.on('error', () => { /* told by close */ });
    socket.on('close', () => { this.#over(); });
  }

  /** @throws HandoverError where no host answers or it refuses, PlaceError where it cannot be trusted */
  static async open(path: string, meeting: Meeting, greeting: Greeting, onTold: (method: string, params: unknown) => void, onEnd: (reason: string) => void): Promise<{ rpc: Rpc; hello: SocketOutputs['hello'] }> {
    const notRunning = () => new HandoverError('notRunning', `No Handover answers at ${path}. Start the program, or a host without a window: handover host`);
    const found = await findHost(path, meeting);
    if (!found) throw notRunning();
    const { address, words } = found;
    const socket = await new Promise<Socket>((resolve, reject) => {
      const made = connectSocket(address, () => { made.off('error', failed); resolve(made); });
      const failed = (error: NodeJS.ErrnoException) => { reject(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? notRunning() : error); };
      made.once('error', failed);
    });
    const rpc = new Rpc(socket, onTold, onEnd);
    try {
      const hello = await rpc.request('hello', { version: protocolVersion, ...greeting, ...(words && { token: words.token }) }) as SocketOutputs['hello'];
      if (words && hello.answer !== words.answer) throw new PlaceError(`What answers is not the Handover that ${path} speaks of: another program has taken its pipe. Remove that file, then start Handover again.`);
      if (greeting.alive) rpc.#keepAlive(greeting.alive);
      return { rpc, hello };
    } catch (error) {
      rpc.end();
      throw error;
    }
  }

  get isOver(): boolean { return this.#isOver; }

  request(method: string, params: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) { reject(new HandoverError('gone', this.#goodbye)); return; }
      const id = ++this.#id;
      this.#waiting.set(id, { resolve, reject });
      this.socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  }

  end(): void {
    this.socket.end();
    this.socket.destroySoon();
    this.#over();
  }

  /** A connection that waits for something keeps the process; one that only listens does, too, unless it is told not to. */
  unref(): void { this.socket.unref(); }
  ref(): void { this.socket.ref(); }

  #take({ id, method, params, result, error }: Message): void {
    if (method !== undefined) {
      if (method === 'bye') this.#goodbye = `Handover ended the connection: ${(params as { reason: string }).reason}`;
      else this.onTold(method, params);
      return;
    }
    // Refused before it could say anything: too many clients, another user's host.
    if (id === null || id === undefined) {
      const [first] = this.#waiting.keys();
      if (first !== undefined) this.#settle(first, result, error);
      return;
    }
    this.#settle(Number(id), result, error);
  }

  #settle(id: number, result: unknown, error: Message['error']): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new HandoverError(error.data?.code ?? wordOf.get(error.code) ?? 'failed', error.message));
    else waiting?.resolve(result);
  }

  #keepAlive(alive: number): void {
    this.#beat = setInterval(() => { this.request('ping', null).catch(() => { /* told by close */ }); }, alive / 3);
    this.#beat.unref();
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#beat) clearInterval(this.#beat);
    for (const { reject } of this.#waiting.values()) reject(new HandoverError('gone', this.#goodbye));
    this.#waiting.clear();
    this.onEnd(this.#goodbye);
  }
}
