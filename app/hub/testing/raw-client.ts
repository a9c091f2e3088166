import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Message, Role } from '../../contract/wire.ts';

/** A client that speaks plain lines, as a program in any language would, and can misbehave. */
export class RawClient {
  readonly told: Message[] = [];
  isClosed = false;
  readonly #waiting: (() => void)[] = [];
  #text = '';
  #id = 0;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      const lines = (this.#text + text).split('\n');
      this.#text = lines.pop() ?? '';
      for (const line of lines) this.told.push(JSON.parse(line) as Message);
      this.#look();
    });
    socket.on('error', () => { /* told by close */ });
    socket.on('close', () => { this.isClosed = true; this.#look(); });
  }

  static async open(path: string): Promise<RawClient> {
    const socket = connect(path);
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Connects and says hello. */
  static async greet(path: string, name: string, more: { role?: Role; linger?: number; alive?: number } = {}): Promise<RawClient> {
    const client = await RawClient.open(path);
    await client.ask('hello', { version: 1, name, ...more });
    return client;
  }

  write(text: string): void { this.socket.write(text); }

  /** The answer; rejects with the error's message and code. */
  async ask<T = unknown>(method: string, params: unknown = null): Promise<T> {
    const answer = await this.say(method, params);
    if (answer.error) throw Object.assign(new Error(answer.error.message), { code: answer.error.code, word: answer.error.data?.code });
    return answer.result as T;
  }

  async say(method: string, params: unknown = null): Promise<Message> {
    const id = ++this.#id;
    this.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return this.until(() => this.told.find((each) => each.id === id && each.method === undefined));
  }

  /** The first notification of this method, from now or before, for which `holds`. */
  notified(method: string, holds: (params: never) => boolean = () => true): Promise<Message> {
    return this.until(() => this.told.find((each) => each.method === method && holds(each.params as never)));
  }

  /** What the session's events were called so far; a stateChanged by its state. */
  events(session: string): string[] {
    return this.told.filter((each) => each.method === 'session.event').map((each) => each.params as { session: string; event: { event: string; state?: string } })
      .filter((each) => each.session === session).map(({ event }) => event.state ?? event.event);
  }

  closed(): Promise<true> { return this.until(() => (this.isClosed ? true : undefined), { evenClosed: true }); }

  until<T>(look: () => T | undefined, { evenClosed = false } = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      const again = () => {
        const found = look();
        if (found !== undefined) resolve(found);
        else if (this.isClosed && !evenClosed) reject(new Error(`The hub hung up. ${JSON.stringify(this.told.at(-1))}`));
        else this.#waiting.push(again);
      };
      again();
    });
  }

  #look(): void { for (const again of this.#waiting.splice(0)) again(); }

  end(): void { this.socket.destroy(); }
}
