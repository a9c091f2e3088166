/** A client of the line protocol with as little of its own as can be. */
import { once } from 'node:events';
import { connect } from 'node:net';

export class Client {
  /** Notifications that came. */
  told = 0;
  #number = 0;
  #rest = '';
  /** @type {Map<number, (message: { result?: any, error?: { message: string } }) => void>} */
  #waiting = new Map();
  /** @type {import('node:net').Socket} */
  #socket;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.setEncoding('utf8').on('error', () => {}).on('data', (/** @type {string} */ text) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) {
        const message = JSON.parse(line);
        const waiting = this.#waiting.get(message.id);
        if (waiting === undefined) { this.told += 1; continue; }
        this.#waiting.delete(message.id);
        waiting(message);
      }
    });
  }

  /** @param {string} path @param {string} [name] says hello under it */
  static async open(path, name) {
    const socket = connect(path);
    await once(socket, 'connect');
    const client = new Client(socket);
    if (name !== undefined) await client.ask('hello', { version: 1, name });
    return client;
  }

  /** @param {string} method @param {unknown} params @returns {Promise<any>} */
  ask(method, params) {
    return new Promise((resolve, reject) => {
      this.#number += 1;
      this.#waiting.set(this.#number, ({ result, error }) => { if (error) reject(new Error(error.message)); else resolve(result); });
      this.#socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: this.#number, method, params })}\n`);
    });
  }

  /** How long each took, ms. @param {number} count @param {string} method @param {unknown} params */
  async oneByOne(count, method, params) {
    const waits = [];
    for (let each = 0; each < count; each += 1) {
      const before = performance.now();
      await this.ask(method, params);
      waits.push(performance.now() - before);
    }
    return waits;
  }

  /** How many a second. @param {number} count @param {string} method @param {unknown} params */
  async allAtOnce(count, method, params) {
    const before = performance.now();
    await Promise.all(Array.from({ length: count }, () => this.ask(method, params)));
    return (count * 1000) / (performance.now() - before);
  }

  end() { this.#socket.destroy(); }
}
