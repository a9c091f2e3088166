import { createConnection, messageType, type DBusConnection, type Message } from 'dbus-native';

/**
 * A program that owns a name on a bus and answers calls itself, message by message: what the stub stands on. The
 * library's own service side answers for objects that were exported one by one; a stub wants every call in its hands.
 */
export interface IncomingCall {
  sender: string;
  path: string;
  interface: string;
  member: string;
  body: unknown[];
}

/** What a call is answered with; null leaves the caller without an answer. */
export type Answer = { signature: string; body: unknown[] } | null;

/** Thrown by a handler: the call is answered with this error. */
export class ServiceError extends Error {
  override name = 'ServiceError';
  constructor(readonly errorName: string, message: string) { super(message); }
}

/** Messages that a service got and sent, those of the bus itself left out. */
export interface MessageCounts { calls: Map<string, number>; answers: number; signals: number }

const BUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' } as const;
const NO_REPLY_EXPECTED = 1;

export class BusService {
  readonly #connection: DBusConnection;
  readonly #handle: (call: IncomingCall) => Answer;
  readonly #replies = new Map<number, { resolve: (body: unknown[]) => void; reject: (error: Error) => void }>();
  readonly #leaveListeners = new Set<(name: string) => void>();
  #serial = 0;
  counts: MessageCounts = { calls: new Map(), answers: 0, signals: 0 };

  private constructor(address: string, handle: (call: IncomingCall) => Answer) {
    this.#handle = handle;
    this.#connection = createConnection({ busAddress: address, variants: 'wrap' });
    this.#connection.on('message', message => this.#take(message));
    this.#connection.on('error', (error: Error) => this.#lose(error));
    this.#connection.on('close', () => this.#lose(new Error('the bus closed the connection')));
  }

  static async own(address: string, name: string, handle: (call: IncomingCall) => Answer): Promise<BusService> {
    const service = new BusService(address, handle);
    await service.#busCall('Hello');
    await service.#busCall('AddMatch', 's', ["type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"]);
    await service.#busCall('RequestName', 'su', [name, 0]);
    return service;
  }

  /** @param destination whom to tell; everybody who listens, when not given */
  signal(path: string, interfaceName: string, member: string, signature: string, body: unknown[], destination?: string): void {
    this.counts.signals += 1;
    this.#send({ type: messageType.signal, path, interface: interfaceName, member, signature, body, ...(destination === undefined ? {} : { destination }) });
  }

  /** Calls a client; rejects with the name of the error that it answers. */
  call(destination: string, path: string, interfaceName: string, member: string, signature: string, body: unknown[]): Promise<unknown[]> {
    return this.#call({ destination, path, interface: interfaceName, member, signature, body });
  }

  /** Calls with the unique name of each client that leaves the bus. */
  onLeave(listener: (name: string) => void): void { this.#leaveListeners.add(listener); }

  forgetCounts(): void { this.counts = { calls: new Map(), answers: 0, signals: 0 }; }

  async close(): Promise<void> {
    const { stream } = this.#connection;
    if (stream.destroyed) return;
    const closed = new Promise<void>(resolve => { stream.once('close', () => resolve()); });
    // What was written still goes out.
    stream.once('finish', () => stream.destroy());
    this.#connection.end();
    await closed;
  }

  #take(message: Message): void {
    switch (message.type) {
      case messageType.methodCall: this.#answer(message); return;
      case messageType.signal: {
        const [name, , owner] = message.body ?? [];
        if (message.member === 'NameOwnerChanged' && owner === '') for (const listener of this.#leaveListeners) listener(String(name));
        return;
      }
      default: {
        const waiting = this.#replies.get(message.replySerial ?? 0);
        this.#replies.delete(message.replySerial ?? 0);
        if (message.type === messageType.error) waiting?.reject(new Error(message.errorName));
        else waiting?.resolve(message.body ?? []);
      }
    }
  }

  #answer(message: Message): void {
    const call: IncomingCall = { sender: message.sender ?? '', path: message.path ?? '', interface: message.interface ?? '', member: message.member ?? '', body: message.body ?? [] };
    this.counts.calls.set(call.member, (this.counts.calls.get(call.member) ?? 0) + 1);
    const isWanted = ((message.flags ?? 0) & NO_REPLY_EXPECTED) === 0;
    const reply = { destination: call.sender, replySerial: message.serial ?? 0 };
    try {
      const answer = this.#handle(call);
      if (answer === null || !isWanted) return;
      this.counts.answers += 1;
      this.#send({ type: messageType.methodReturn, ...reply, ...(answer.signature === '' ? {} : answer) });
    } catch (error) {
      const [name, words] = error instanceof ServiceError ? [error.errorName, error.message] : ['org.freedesktop.DBus.Error.Failed', String(error)];
      this.counts.answers += 1;
      if (isWanted) this.#send({ type: messageType.error, ...reply, errorName: name, signature: 's', body: [words] });
    }
  }

  #busCall(member: string, signature?: string, body?: unknown[]): Promise<unknown[]> {
    return this.#call({ ...BUS, member, ...(signature === undefined ? {} : { signature, body: body ?? [] }) });
  }

  #call(message: Omit<Message, 'type'>): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      const serial = this.#send({ type: messageType.methodCall, ...message });
      this.#replies.set(serial, { resolve, reject });
    });
  }

  #send(message: Message): number {
    const serial = this.#serial += 1;
    // After the bus has gone there is nobody to tell.
    if (!this.#connection.stream.destroyed) this.#connection.message({ ...message, serial });
    return serial;
  }

  #lose(error: Error): void {
    for (const { reject } of this.#replies.values()) reject(error);
    this.#replies.clear();
  }
}
