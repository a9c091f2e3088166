import type { Socket } from 'node:net';
import type { Message } from '../contract/wire.ts';
import type { HubLimits } from './limits.ts';

/** ms that an ended connection has to take in what was written last. */
const lastWords = 500;

/** What goes to one client, and what waits because it does not read. */
export class Outbox {
  #stalled: NodeJS.Timeout | null = null;
  #isOver = false;

  constructor(
    private readonly socket: Socket,
    private readonly limits: Pick<HubLimits, 'unread' | 'mostUnread' | 'stalledTime'>,
    private readonly hooks: { tooSlow: (reason: string) => void; drained: () => void },
  ) {
    socket.on('drain', () => {
      this.#calm();
      if (!this.#isOver) hooks.drained();
    });
  }

  /** False: the client should read first; nothing is sent that could be left out. */
  get hasRoom(): boolean { return this.socket.writableLength <= this.limits.unread; }

  send(message: Message): void {
    if (this.#isOver) return;
    if (this.socket.writableLength > this.limits.mostUnread) {
      this.hooks.tooSlow('It did not read what it was told.');
      return;
    }
    if (!this.socket.write(`${JSON.stringify(message)}\n`)) this.#stalled ??= this.#waitForReading(this.socket.writableLength);
  }

  /** @param atOnce with nothing more to say */
  end(atOnce: boolean): void {
    this.#isOver = true;
    this.#calm();
    if (atOnce) { this.socket.destroy(); return; }
    this.socket.end();
    // Not kept from ending by somebody who never reads.
    const timer = setTimeout(() => { this.socket.destroy(); }, lastWords);
    this.socket.once('close', () => { clearTimeout(timer); });
    this.socket.resume();
  }

  #waitForReading(before: number): NodeJS.Timeout {
    return setTimeout(() => {
      const left = this.socket.writableLength;
      if (left < before) this.#stalled = this.#waitForReading(left);
      else this.hooks.tooSlow(`It read nothing for ${this.limits.stalledTime} ms.`);
    }, this.limits.stalledTime);
  }

  #calm(): void {
    if (this.#stalled) clearTimeout(this.#stalled);
    this.#stalled = null;
  }
}
