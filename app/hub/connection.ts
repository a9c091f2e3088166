import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { requests, type EventPayload, type RequestInput, type RequestName } from '../contract/contract.ts';
import { socketRequests, type SocketOutputs, type SocketRequest } from '../contract/socket.ts';
import type { StatePatch } from '../contract/state-patch.ts';
import { protocolVersion, type Message, type MessageId } from '../contract/wire.ts';
import type { ClientHandle, Host } from '../host/host.ts';
import { Allowance } from './allowance.ts';
import { LineReader } from './client/lines.ts';
import type { Words } from './client/meeting.ts';
import type { HubLimits } from './limits.ts';
import { maySpeak } from './may-speak.ts';
import { Outbox } from './outbox.ts';
import type { Peer } from './peer.ts';
import { HubError, rpcErrorOf } from './rpc-error.ts';
import { Subscriptions } from './subscriptions.ts';

export interface ConnectionParts {
  host: Host;
  limits: HubLimits;
  /** null: the system does not tell. */
  peer: Peer | null;
  /** What `hello` is answered with as the program's name. */
  program: string;
  /** What the client has to present, and the host in turn; null: whoever reaches the socket is the user. */
  words: Words | null;
  /** It is over. `release` gives back what the client held; `linger` ms after now. */
  onGone: (connection: Connection, release: () => void, linger: number) => void;
}

type Given<N extends SocketRequest> = ReturnType<(typeof socketRequests)[N]['parse']>;
/** What was said in `hello`, and the client it made. */
interface Speaker { readonly client: ClientHandle; readonly hello: Given<'hello'> }

/** hello: until the handshake · message: until a message is whole · alive: until it has to say something · rest: until it may ask again. */
type Timer = 'hello' | 'message' | 'alive' | 'rest';

const isSocketRequest = (name: string): name is SocketRequest => Object.hasOwn(socketRequests, name);
const isRequest = (name: string): name is RequestName => Object.hasOwn(requests, name);

/** One client's connection: what it says is read within its limits and carried out by the host; what concerns it is told. */
export class Connection {
  #speaker: Speaker | null = null;
  #isGone = false;
  #malformed = 0;
  #wantsUpdate = false;
  readonly #timers: Partial<Record<Timer, NodeJS.Timeout>> = {};
  readonly #watches = new Map<string, () => void>();
  readonly #reader: LineReader;
  readonly #outbox: Outbox;
  readonly #allowance: Allowance;
  readonly #subscriptions: Subscriptions;

  constructor(private readonly socket: Socket, private readonly parts: ConnectionParts) {
    const { limits, host } = parts;
    this.#reader = new LineReader(limits.messageSize, (line) => { this.#line(line); });
    this.#allowance = new Allowance(limits.requestRate);
    this.#outbox = new Outbox(socket, limits, {
      tooSlow: (reason) => { this.#end(reason, { atOnce: true }); },
      drained: () => { this.#subscriptions.drained(); this.#readOn(); },
    });
    this.#subscriptions = new Subscriptions(limits.subscriptions, () => host.snapshot(), () => this.clientId, (method, params) => { this.#tell(method, params); }, () => this.#outbox.hasRoom);
    this.#timers.hello = setTimeout(() => { this.drop(`No hello came within ${limits.helloTime} ms.`); }, limits.helloTime);
    socket.on('data', (chunk) => { this.#data(chunk); });
    // Half-open or broken: it can say nothing any more, so it is over.
    socket.on('end', () => { this.#end(null); });
    socket.on('close', () => { this.#end(null); });
    socket.on('error', () => { this.#end(null); });
  }

  /** Id of the client whose events go here; null before hello. */
  get clientId(): string | null { return this.#speaker?.client.view.id ?? null; }
  /** A window: somebody is there to be asked. */
  get isWindow(): boolean { return this.#speaker?.hello.role === 'window'; }

  patch(patch: StatePatch): void { if (this.#speaker) this.#subscriptions.patch(patch); }

  /** An event of its own session is told however slowly it reads; of others' only if it subscribed to them. */
  sessionEvent(payload: EventPayload<'session.event'>): void {
    if (payload.view.client.id === this.clientId && this.#speaker?.hello.role === 'program') this.#tell('session.event', payload);
    this.#subscriptions.sessionEvent(payload);
  }

  tell(method: string, params: unknown): void { this.#tell(method, params); }

  /** Told to those who asked since the last. */
  updateCompleted(): void {
    if (this.#wantsUpdate) this.#tell('manager.updateCompleted', null);
    this.#wantsUpdate = false;
  }

  /** Ends it, with a word why. What it held is released at once. */
  drop(reason: string): void { this.#end(reason); }

  #data(chunk: Buffer): void {
    if (this.#isGone) return;
    this.#hearten();
    let whole = false;
    try {
      const before = this.#reader.unfinished;
      this.#reader.push(chunk);
      whole = this.#reader.unfinished < before + chunk.length;
    } catch {
      this.#refuse(null, new HubError('limit', `A message may have ${this.parts.limits.messageSize} bytes at most.`));
      this.drop('A message was too long.');
      return;
    }
    if (whole || this.#reader.unfinished === 0) this.#stop('message');
    if (this.#reader.unfinished > 0 && !this.#isGone)
      this.#timers.message ??= setTimeout(() => { this.drop(`A message was not finished within ${this.parts.limits.messageTime} ms.`); }, this.parts.limits.messageTime);
    if (!this.#outbox.hasRoom) this.socket.pause();
  }

  #line(line: string): void {
    if (this.#isGone) return;
    let message: Partial<Message> | null;
    try {
      message = JSON.parse(line) as Partial<Message> | null;
    } catch {
      this.#malformedLine(null, new HubError('parse', 'That line is no JSON. One message stands in one line.'));
      return;
    }
    const id = idOf(message);
    if (typeof message !== 'object' || message === null || Array.isArray(message) || message.jsonrpc !== '2.0' || typeof message.method !== 'string' || id === false) {
      this.#malformedLine(id === false ? null : id, new HubError('invalidRequest', 'That is no request of JSON-RPC 2.0: {"jsonrpc":"2.0","id":1,"method":"…","params":{…}}. Batches are not taken.'));
      return;
    }
    if (!this.#allowance.take()) {
      this.#refuse(id, new HubError('limit', `A client may ask ${this.parts.limits.requestRate} times a second. This request was not carried out; wait a moment.`));
      this.#rest();
      return;
    }
    // What is told of by then comes after the answer, but for what a session tells while it is asked.
    this.#carryOut(message.method, message.params ?? null).then(
      (result) => { if (id !== undefined) this.#outbox.send({ jsonrpc: '2.0', id, result }); },
      (cause: unknown) => { this.#refuse(id, cause); },
    );
  }

  async #carryOut(method: string, params: unknown): Promise<unknown> {
    const speaker = this.#speaker;
    if (!speaker) return this.#hello(method, params);
    if (isSocketRequest(method)) return this.#own(method, params);
    if (!isRequest(method)) throw new HubError('unknownMethod', `There is no method ${JSON.stringify(method.slice(0, 80))}.`);
    maySpeak(speaker.hello.role, method);
    if (method === 'session.create') this.#checkSessions(speaker.client);
    if (method === 'manager.updateConfigurations') this.#wantsUpdate = true;
    // The host parses what came, as for everybody.
    return this.parts.host.request(speaker.client, method, params as RequestInput<typeof method>);
  }

  #hello(method: string, params: unknown): SocketOutputs['hello'] {
    const { host, limits, peer, program, words } = this.parts;
    if (method !== 'hello') { this.#dropLater(); throw new HubError('noHello', 'Say hello first: {"jsonrpc":"2.0","id":1,"method":"hello","params":{"version":1,"name":"my program"}}'); }
    const hello = parse('hello', params);
    if (hello.version !== protocolVersion) {
      this.#dropLater();
      throw new HubError('version', `This Handover speaks version ${protocolVersion}, not ${hello.version}. Use the client that came with it.`, { versions: [protocolVersion] });
    }
    if (words && !isSame(words.token, hello.token ?? '')) {
      this.#dropLater();
      throw new HubError('notAllowed', 'That is not the token of this Handover. It stands in the file that names the pipe, and is another one each time.');
    }
    this.#stop('hello');
    const client = hello.role === 'program' ? host.connectClient({ name: hello.name, pid: peer?.pid ?? null }) : host.desktop;
    this.#speaker = { client, hello };
    this.#hearten();
    return { version: protocolVersion, program, client: client.view.id, limits: { ...limits }, ...(words && { answer: words.answer }) };
  }

  #own(method: SocketRequest, params: unknown): unknown {
    switch (method) {
      case 'hello': throw new HubError('invalidRequest', 'Hello was said already.');
      case 'ping': return null;
      case 'subscribe': return this.#subscriptions.add(parse('subscribe', params));
      case 'unsubscribe': this.#subscriptions.remove(parse('unsubscribe', params).subscription); return null;
      case 'resync': return this.#subscriptions.resync(parse('resync', params).subscription);
      case 'watch': this.#watch(parse('watch', params)); return null;
      default: return method satisfies never;
    }
  }

  #watch({ what, on }: Given<'watch'>): void {
    const end = this.#watches.get(what);
    if (on === (end !== undefined)) return;
    if (end) { this.#watches.delete(what); end(); } else this.#watches.set(what, this.parts.host.watch(what));
  }

  #checkSessions(client: ClientHandle): void {
    const most = this.parts.limits.sessions;
    const own = Object.values(this.parts.host.snapshot().state.sessions).filter((each) => each.client.id === client.view.id);
    if (own.length >= most) throw new HubError('limit', `A client may have ${most} sessions. Dispose of one first.`);
  }

  #malformedLine(id: MessageId | null | undefined, error: HubError): void {
    this.#refuse(id ?? null, error);
    this.#malformed += 1;
    if (this.#malformed >= this.parts.limits.malformed) this.drop('Too much of what came was no message.');
  }

  #refuse(id: MessageId | null | undefined, cause: unknown): void {
    if (id !== undefined) this.#outbox.send({ jsonrpc: '2.0', id, error: rpcErrorOf(cause) });
  }

  #tell(method: string, params: unknown): void {
    if (!this.#isGone) this.#outbox.send({ jsonrpc: '2.0', method, params });
  }

  /** After the answer has been written. */
  #dropLater(): void { setImmediate(() => { this.drop('The handshake failed.'); }); }

  /** It asks too often: what it says next is not even read for a while. */
  #rest(): void {
    this.socket.pause();
    this.#timers.rest ??= setTimeout(() => { delete this.#timers.rest; this.#readOn(); }, 100);
  }

  #readOn(): void { if (!this.#isGone && this.#timers.rest === undefined && this.#outbox.hasRoom) this.socket.resume(); }

  /** It lives: what it promised counts anew from now. */
  #hearten(): void {
    const alive = this.#speaker?.hello.alive ?? null;
    if (alive === null) return;
    this.#stop('alive');
    this.#timers.alive = setTimeout(() => { this.drop(`Nothing came for ${alive} ms, against its own promise.`); }, alive);
  }

  #stop(timer: Timer): void {
    clearTimeout(this.#timers[timer]);
    delete this.#timers[timer];
  }

  /** @param reason null: it went by itself, so that its linger counts */
  #end(reason: string | null, { atOnce = false } = {}): void {
    if (this.#isGone) return;
    if (reason !== null && !atOnce) this.#outbox.send({ jsonrpc: '2.0', method: 'bye', params: { reason } });
    this.#isGone = true;
    for (const timer of Object.keys(this.#timers) as (Timer)[]) this.#stop(timer);
    for (const end of this.#watches.values()) end();
    this.#watches.clear();
    this.#outbox.end(atOnce);
    const speaker = this.#speaker;
    this.parts.onGone(this, () => { if (speaker?.hello.role === 'program') speaker.client.dispose(); }, reason === null ? speaker?.hello.linger ?? 0 : 0);
  }
}

/** @throws HubError */
function parse<N extends SocketRequest>(method: N, params: unknown): Given<N> {
  const parsed = socketRequests[method].safeParse(params);
  if (!parsed.success) throw new HubError('invalidInput', `The params of "${method}" do not fit: ${parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')}`);
  return parsed.data as Given<N>;
}

/** Takes as long whatever is different. */
const isSame = (word: string, given: string): boolean => Buffer.byteLength(given) === Buffer.byteLength(word) && timingSafeEqual(Buffer.from(given), Buffer.from(word));

/** undefined: none, it is a notification · false: no id at all. */
function idOf(message: unknown): MessageId | null | undefined | false {
  if (typeof message !== 'object' || message === null || !('id' in message)) return undefined;
  const { id } = message;
  return id === null || (typeof id === 'string' && id.length <= 256) || (typeof id === 'number' && Number.isFinite(id)) ? id : false;
}
