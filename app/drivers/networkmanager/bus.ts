import { createClient, messageType, toPlain, Variant, type Message, type MessageBus } from 'dbus-native';

/**
 * One connection to a D-Bus message bus: the only file that knows the library (docs/decisions/0010-dbus-library.md).
 * It adds what a long-lived client needs: a time limit for every call, a bound on calls in flight, signals by match
 * with their sender, and one way to hear that the bus went. It does not reconnect: names, paths and matches of a new
 * connection mean new things, so whoever holds a Bus makes a new one.
 */
export { toPlain, Variant };

/** How a call failed: the peer answered with an error, nobody answered in time, the caller gave up, or the bus went. */
export type BusErrorKind = 'reply' | 'timedOut' | 'aborted' | 'lost';

export class BusError extends Error {
  override name = 'BusError';
  constructor(readonly kind: BusErrorKind, /** The D-Bus error name; "" where there is none. */ readonly dbusName: string, message: string) {
    super(message);
  }
}

export interface Call {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: unknown[];
}

export interface CallOptions {
  signal?: AbortSignal;
  /** ms; 25000 when not given, as every other D-Bus library has it */
  timeout?: number;
}

/** A signal as it came: `sender` is the unique name, variants are still wrapped. */
export interface BusSignal {
  sender: string;
  path: string;
  interface: string;
  member: string;
  body: unknown[];
}

export interface SignalMatch {
  /** A well-known name is resolved by the bus. */
  sender?: string;
  interface: string;
  member?: string;
  path?: string;
  /** This path and all below it; not together with `path`. */
  pathNamespace?: string;
  /** First argument, where it is a string. */
  firstArgument?: string;
}

/** A method that others may call on us. Its error names are D-Bus's; see ServedError. */
export interface ServedMethod {
  /** D-Bus types of what it answers. */
  answers: string;
  run: (body: unknown[], sender: string) => Promise<unknown[]>;
}

/** Thrown by a served method: the caller gets this error. */
export class ServedError extends Error {
  override name = 'ServedError';
  constructor(readonly dbusName: string, message: string) { super(message); }
}

const BUS_NAME = 'org.freedesktop.DBus';
const BUS_PATH = '/org/freedesktop/DBus';
/** A system bus answers LimitsExceeded above 128 replies pending for one connection; half of it leaves room for others of this process. */
const CALLS_IN_FLIGHT = 64;
const DEFAULT_TIMEOUT = 25_000;
const CLOSE_LIMIT = 100;
/** Do not start a service that does not run: whether NetworkManager runs is not ours to decide. */
const NO_AUTO_START = 2;

/** Where this machine's own system bus is (D-Bus specification, well-known message bus instances). */
export const OWN_SYSTEM_BUS = 'unix:path=/var/run/dbus/system_bus_socket';
export const systemBusAddress = (): string => process.env['DBUS_SYSTEM_BUS_ADDRESS'] ?? OWN_SYSTEM_BUS;

interface Subscription { match: SignalMatch; handler: (signal: BusSignal) => void }

export class Bus {
  readonly #client: MessageBus;
  readonly #subscriptions = new Set<Subscription>();
  readonly #waiting: (() => void)[] = [];
  readonly #lostHandlers = new Set<(reason: string) => void>();
  #inFlight = 0;
  #lost: string | null = null;
  #closing = false;
  readonly #onCall: () => void;

  /** Our unique name on the bus, such as ":1.42". */
  uniqueName = '';
  /** The bus's own id: tells a restarted bus from the one before, where unique names start again. */
  id = '';

  private constructor(client: MessageBus, onCall: () => void) {
    this.#client = client;
    this.#onCall = onCall;
    const connection = client.connection;
    let lastError: string | null = null;
    connection.on('error', (error: Error) => { lastError = error.message; });
    connection.on('close', () => this.#went(lastError ?? 'the bus closed the connection'));
    connection.on('end', () => this.#went(lastError ?? 'the bus closed the connection'));
    connection.on('message', (message: Message) => { if (message.type === messageType.signal) this.#dispatch(message); });
  }

  /** Connects and says Hello. Rejects with a BusError of kind lost or timedOut. `onCall` hears of every method call that is sent. */
  static async connect(address: string, { onCall = () => {}, ...options }: CallOptions & { onCall?: () => void } = {}): Promise<Bus> {
    let client: MessageBus;
    try {
      client = createClient({ busAddress: address, variants: 'wrap' });
    } catch (error) {
      throw new BusError('lost', '', `the bus address is of no use: ${(error as Error).message}`);
    }
    const bus = new Bus(client, onCall);
    try {
      const [id] = await bus.call({ destination: BUS_NAME, path: BUS_PATH, interface: BUS_NAME, member: 'GetId' }, options);
      bus.id = String(id);
      bus.uniqueName = client.name ?? '';
    } catch (error) {
      await bus.close();
      throw error;
    }
    return bus;
  }

  /** Resolves with the values of the reply; rejects with a BusError. */
  call(call: Call, options: CallOptions = {}): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        this.#inFlight += 1;
        this.#onCall();
        const finish = (run: () => void): void => {
          this.#inFlight -= 1;
          this.#waiting.shift()?.();
          run();
        };
        const message: Message = { ...call, flags: NO_AUTO_START };
        const { signal, timeout = DEFAULT_TIMEOUT } = options;
        this.#client.invoke(message, signal ? { signal, timeout } : { timeout }, (error: unknown, ...values: unknown[]) => {
          finish(() => (error ? reject(asBusError(error, this.#lost)) : resolve(values)));
        });
      };
      if (this.#lost !== null) reject(new BusError('lost', '', this.#lost));
      else if (this.#inFlight < CALLS_IN_FLIGHT) begin();
      else this.#waiting.push(begin);
    });
  }

  /** Ends once the bus routes the signals to us, so that nothing is missed between this and a first read. */
  async subscribe(match: SignalMatch, handler: (signal: BusSignal) => void): Promise<() => void> {
    const subscription: Subscription = { match, handler };
    this.#subscriptions.add(subscription);
    try {
      await this.#busCall('AddMatch', ruleOf(match));
    } catch (error) {
      this.#subscriptions.delete(subscription);
      throw error;
    }
    return () => {
      if (!this.#subscriptions.delete(subscription) || this.#lost !== null) return;
      // The bus drops the rule with the connection at the latest.
      this.#busCall('RemoveMatch', ruleOf(match)).catch(() => undefined);
    };
  }

  /** Answers calls to us at a path; again for the same path: instead of before. */
  serve(path: string, interfaceName: string, methods: Readonly<Record<string, ServedMethod>>): void {
    for (const [member, { answers, run }] of Object.entries(methods)) {
      this.#client.setMethodCallHandler(path, interfaceName, member, [async (...call: unknown[]) => {
        // The library puts the message behind its arguments, and takes one value by itself, none as null.
        const values = await run(call.slice(0, -1), (call.at(-1) as Message).sender ?? '');
        return values.length === 0 ? null : values.length === 1 ? values[0] : values;
      }, answers]);
    }
  }

  /** Tells the owner of a well-known name now, and whenever it changes; null: nobody owns it. */
  async watchOwner(name: string, handler: (owner: string | null) => void): Promise<() => void> {
    let hasChanged = false;
    const stop = await this.subscribe({ sender: BUS_NAME, interface: BUS_NAME, member: 'NameOwnerChanged', firstArgument: name }, signal => {
      hasChanged = true;
      handler(typeof signal.body[2] === 'string' && signal.body[2] !== '' ? signal.body[2] : null);
    });
    const owner = await this.ownerOf(name);
    // A change can overtake the answer on its way through the promise.
    if (!hasChanged) handler(owner);
    return stop;
  }

  /** The unique name of the owner, or null. */
  async ownerOf(name: string, options?: CallOptions): Promise<string | null> {
    try {
      const [owner] = await this.#busCall('GetNameOwner', name, options);
      return typeof owner === 'string' ? owner : null;
    } catch (error) {
      if (error instanceof BusError && error.dbusName === 'org.freedesktop.DBus.Error.NameHasNoOwner') return null;
      throw error;
    }
  }

  /** Called once, when the connection is gone without our close(). */
  onLost(handler: (reason: string) => void): void {
    if (this.#lost !== null && !this.#closing) handler(this.#lost);
    else this.#lostHandlers.add(handler);
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#lostHandlers.clear();
    this.#subscriptions.clear();
    const { stream } = this.#client.connection;
    // What was written still goes out; a bus that never hangs up its end is not waited for.
    const hangUp = (): void => { stream.destroy(); };
    stream.once('finish', hangUp);
    const timer = setTimeout(hangUp, CLOSE_LIMIT);
    await this.#client.close();
    clearTimeout(timer);
  }

  #busCall(member: string, argument: string, options?: CallOptions): Promise<unknown[]> {
    return this.call({ destination: BUS_NAME, path: BUS_PATH, interface: BUS_NAME, member, signature: 's', body: [argument] }, options);
  }

  #dispatch(message: Message): void {
    const signal: BusSignal = {
      sender: message.sender ?? '', path: message.path ?? '', interface: message.interface ?? '', member: message.member ?? '', body: message.body ?? [],
    };
    for (const { match, handler } of this.#subscriptions) if (matches(match, signal)) handler(signal);
  }

  #went(reason: string): void {
    if (this.#lost !== null) return;
    this.#lost = reason;
    // Calls in flight are failed by the library; those still waiting for their turn would never get one.
    for (const begin of this.#waiting.splice(0)) begin();
    if (this.#closing) return;
    for (const handler of [...this.#lostHandlers]) handler(reason);
    this.#lostHandlers.clear();
  }
}

function ruleOf(match: SignalMatch): string {
  const parts = ["type='signal'", `interface='${match.interface}'`];
  if (match.sender !== undefined) parts.push(`sender='${match.sender}'`);
  if (match.member !== undefined) parts.push(`member='${match.member}'`);
  if (match.path !== undefined) parts.push(`path='${match.path}'`);
  if (match.pathNamespace !== undefined) parts.push(`path_namespace='${match.pathNamespace}'`);
  if (match.firstArgument !== undefined) parts.push(`arg0='${match.firstArgument}'`);
  return parts.join(',');
}

/**
 * The sender is not compared: the bus resolved it; a handler that minds looks at the unique name, as a signal may be sent
 * to us alone by anybody. The bus itself has no other name.
 */
function matches(match: SignalMatch, signal: BusSignal): boolean {
  return signal.interface === match.interface
    && (match.sender !== BUS_NAME || signal.sender === BUS_NAME)
    && (match.member === undefined || signal.member === match.member)
    && (match.path === undefined || signal.path === match.path)
    && (match.pathNamespace === undefined || signal.path === match.pathNamespace || signal.path.startsWith(`${match.pathNamespace}/`))
    && (match.firstArgument === undefined || signal.body[0] === match.firstArgument);
}

function asBusError(error: unknown, lost: string | null): BusError {
  const { code, dbusName, message } = error as { code?: string; dbusName?: string; message?: string };
  const kind: BusErrorKind = code === 'ETIMEDOUT' ? 'timedOut' : code === 'ABORT_ERR' ? 'aborted' : code === 'ECONNCLOSED' ? 'lost' : 'reply';
  return new BusError(kind, dbusName ?? '', kind === 'lost' && lost !== null ? lost : message ?? 'the call failed');
}
