import type { Clock } from '../../core/ports/clock.ts';
import type { Bus, BusSignal, CallOptions } from './bus.ts';
import { cancelled, fail, managerGone, type CommandFailure } from './failures.ts';
import { ObjectTree, read } from './object-tree.ts';
import { permissionFor, Permissions } from './permissions.ts';
import { readProfile, type Profile, type Settings } from './profile.ts';
import { ActiveState, MANAGER_PATH, Name, OBJECTS_PATH, SERVICE } from './protocol.ts';

/** What signals touched since the last time: path → the interfaces of it that changed, came or went. */
export type Touched = ReadonlyMap<string, ReadonlySet<string>>;

/** A device's step from one state to another, with NetworkManager's reason number. */
export interface DeviceStep { path: string; state: number; before: number; reason: number }

/** polkit may have to be started first. What the user may do is then told later, and until then everything is tried. */
const PERMISSIONS_LIMIT = 2_000;
/** The system asks somebody for a password before it answers, ms. */
const ASKING_LIMIT = 120_000;

/** What NetworkManager is told when it asks for a secret of an activation that Handover began: that the user is asked, or that there is none. */
export interface OwnActivation {
  secrets: 'ask' | 'refuse';
  /** What became of the question for one: the user gave none, or nobody was there to be asked; null: there was none, or it was answered. */
  unanswered: 'refused' | 'nobodyThere' | null;
}

interface Waiter { look: () => boolean; give: () => void; refuse: (error: Error) => void }

/**
 * One life of NetworkManager on the bus: from the moment it owns its name until it gives it up or the bus goes. All
 * that was read belongs to this life, as object paths do; when it ends, everything that waits on it ends with
 * managerGone.
 */
export class ManagerLife {
  tree = new ObjectTree();
  /** By object path. */
  readonly profiles = new Map<string, Profile>();
  readonly permissions = new Permissions();
  /** Activations that Handover began and waits for, by the path of their profile. */
  readonly ownActivations = new Map<string, OwnActivation>();
  readonly #settings = new Map<string, Settings>();
  readonly #waiters = new Set<Waiter>();
  readonly #stepListeners = new Set<(step: DeviceStep) => void>();
  readonly #endListeners = new Set<(path: string, reason: number) => void>();
  readonly #unsubscribe: (() => void)[] = [];
  /** Calls under way: how each is told that this life has ended. One listener for all; the signal of an AbortController would have one a call. */
  readonly #calls = new Set<() => void>();
  #touched = new Map<string, Set<string>>();
  #flushing = false;
  /** Signals that came before the first read; null once it is there. */
  #early: BusSignal[] | null = [];
  #tell: ((touched: Touched) => void) | null = null;
  #endReason: string | null = null;

  constructor(readonly bus: Bus, readonly owner: string, readonly clock: Clock) {}

  /** Reads the whole world: one call for all objects, one for what the user may do, then one for the settings of each profile, pipelined. */
  async load(): Promise<void> {
    const match = { sender: SERVICE, pathNamespace: MANAGER_PATH };
    this.#unsubscribe.push(...await Promise.all([
      this.bus.subscribe({ ...match, interface: Name.properties, member: 'PropertiesChanged' }, signal => this.#take(signal)),
      this.bus.subscribe({ sender: SERVICE, path: OBJECTS_PATH, interface: Name.objects }, signal => this.#take(signal)),
      this.bus.subscribe({ ...match, interface: Name.device, member: 'StateChanged' }, signal => this.#take(signal)),
      this.bus.subscribe({ ...match, interface: Name.activeConnection, member: 'StateChanged' }, signal => this.#take(signal)),
      this.bus.subscribe({ ...match, interface: Name.profile, member: 'Updated' }, signal => this.#take(signal)),
      this.bus.subscribe({ ...match, interface: Name.manager, member: 'CheckPermissions' }, signal => this.#take(signal)),
    ]));
    const permissions = this.#readPermissions();
    const [managed] = await this.call(OBJECTS_PATH, Name.objects, 'GetManagedObjects');
    this.tree = new ObjectTree(managed as Record<string, Record<string, Record<string, unknown>>>);
    // Those that came after the reply count, and which those are cannot be told; repeating older ones does no harm, as
    // newer ones about the same thing follow.
    const early = this.#early ?? [];
    this.#early = null;
    for (const signal of early) this.#take(signal);
    await Promise.all([permissions, ...[...this.tree.paths(Name.profile)].map(path => this.#readProfile(path))]);
    // What came in between is part of what the snapshot shows.
    this.#touched.clear();
  }

  /** From now on changes go to `tell`, coalesced over what one read of the socket brought. */
  startTelling(tell: (touched: Touched) => void): void {
    this.#tell = tell;
    if (this.#touched.size > 0) this.#flushSoon();
  }

  /** Ends this life: every call and wait that is under way fails with managerGone. */
  end(reason: string): void {
    if (this.ended) return;
    this.#endReason = reason;
    for (const endCall of [...this.#calls]) endCall();
    for (const stop of this.#unsubscribe.splice(0)) stop();
    for (const waiter of [...this.#waiters]) waiter.refuse(this.#gone());
    this.#stepListeners.clear();
    this.#endListeners.clear();
    this.#tell = null;
  }

  get ended(): boolean { return this.#endReason !== null; }

  /** Calls NetworkManager; rejects with managerGone when this life ends first, and with notAllowed, untried, where the user may not. */
  async call(path: string, interfaceName: string, member: string, signature?: string, body?: unknown[], options: CallOptions = {}): Promise<unknown[]> {
    if (this.ended) throw this.#gone();
    const permission = permissionFor(interfaceName, member, body ?? [], this.profiles.get(path)?.isOwn ?? false);
    if (permission) this.permissions.demand(permission);
    const patience = permission && this.permissions.of(permission) === 'asks' ? { timeout: ASKING_LIMIT } : {};
    const arguments_ = signature === undefined ? {} : { signature, body: body ?? [] };
    const reply = this.bus.call({ destination: this.owner, path, interface: interfaceName, member, ...arguments_ }, { ...patience, ...options });
    return this.#unlessEnded(reply);
  }

  #unlessEnded<T>(reply: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const endCall = (): void => reject(this.#gone());
      this.#calls.add(endCall);
      void reply.finally(() => this.#calls.delete(endCall)).then(resolve, reject);
    });
  }

  #gone(): CommandFailure { return managerGone(this.#endReason ?? ''); }

  /**
   * Waits until `look` finds something, looking again after every change that was told. Rejects with cancelled,
   * timedOut (after `limit` ms, saying `what` was waited for) or managerGone.
   */
  until<T>(look: () => T | undefined, options: { limit: number; what: string; signal?: AbortSignal }): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { signal, limit, what } = options;
      let found: T | undefined;
      const settle = (run: () => void): void => {
        this.#waiters.delete(waiter);
        stopTimer();
        signal?.removeEventListener('abort', onAbort);
        run();
      };
      const waiter: Waiter = {
        look: () => {
          try {
            return (found = look()) !== undefined;
          } catch (error) {
            waiter.refuse(error as Error);
            return false;
          }
        },
        give: () => settle(() => resolve(found as T)),
        refuse: error => settle(() => reject(error)),
      };
      const onAbort = (): void => waiter.refuse(cancelled());
      const stopTimer = this.clock.after(limit, () => waiter.refuse(fail('timedOut', `NetworkManager took more than ${Math.round(limit / 1000)} s ${what}.`)));
      this.#waiters.add(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (this.ended) waiter.refuse(this.#gone());
      else if (signal?.aborted) onAbort();
      // With changes still to be told, the answer waits for them: whoever hears it has heard the changes.
      else if (!this.#flushing && waiter.look()) waiter.give();
    });
  }

  /** Something that is no change of NetworkManager's may let a wait end. */
  lookAgain(): void {
    for (const waiter of [...this.#waiters]) if (waiter.look()) waiter.give();
  }

  /** Every step of every device, as it is heard; the result stops it. */
  onDeviceStep(listener: (step: DeviceStep) => void): () => void {
    this.#stepListeners.add(listener);
    return () => this.#stepListeners.delete(listener);
  }

  /** Every link that ended, with NetworkManager's reason for it (NMActiveConnectionStateReason); the result stops it. */
  onLinkEnd(listener: (path: string, reason: number) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  /** Somebody else than NetworkManager told something of an object of its. */
  toldElsewhere(path: string, name: string): void { this.#touch(path, [name]); }

  profileByUuid(uuid: string): Profile | undefined {
    for (const profile of this.profiles.values()) if (profile.uuid === uuid) return profile;
    return undefined;
  }

  #take(signal: BusSignal): void {
    if (this.ended || signal.sender !== this.owner) return;
    if (this.#early) return void this.#early.push(signal);
    const [first, second] = signal.body;
    switch (signal.member) {
      case 'PropertiesChanged':
        if (this.tree.change(signal.path, first as string, second as Record<string, unknown>)) this.#touch(signal.path, [first as string]);
        // The flags say whether a profile is stored; they are no part of its settings.
        if (first === Name.profile) this.#reread(signal.path);
        break;
      case 'InterfacesAdded': {
        const interfaces = second as Record<string, Record<string, unknown>>;
        this.tree.add(first as string, interfaces);
        this.#touch(first as string, Object.keys(interfaces));
        if (Name.profile in interfaces) void this.#readProfile(first as string);
        break;
      }
      case 'InterfacesRemoved':
        this.tree.remove(first as string, second as string[]);
        if ((second as string[]).includes(Name.profile)) {
          this.profiles.delete(first as string);
          this.#settings.delete(first as string);
        }
        this.#touch(first as string, second as string[]);
        break;
      case 'StateChanged': {
        if (signal.interface === Name.activeConnection) {
          const [now, why] = signal.body as [number, number];
          if (now === ActiveState.deactivated) for (const listener of [...this.#endListeners]) listener(signal.path, why);
          break;
        }
        const [state, before, reason] = signal.body as [number, number, number];
        for (const listener of [...this.#stepListeners]) listener({ path: signal.path, state, before, reason });
        break;
      }
      case 'Updated':
        void this.#readProfile(signal.path);
        break;
      case 'CheckPermissions':
        void this.#readPermissions().then(() => this.#touch(MANAGER_PATH, [Name.manager]));
        break;
    }
  }

  async #readProfile(path: string): Promise<void> {
    try {
      const [settings] = await this.call(path, Name.profile, 'GetSettings');
      if (!this.tree.has(path, Name.profile)) return;
      this.#settings.set(path, settings as Settings);
      this.#reread(path);
    } catch {
      // Gone again, or not ours to read (a profile of another user): then it is none that we can use.
      this.profiles.delete(path);
      this.#settings.delete(path);
    }
    this.#touch(path, [Name.profile]);
  }

  #readPermissions(): Promise<void> {
    return this.permissions.read(() => this.call(MANAGER_PATH, Name.manager, 'GetPermissions', undefined, undefined, { timeout: PERMISSIONS_LIMIT }));
  }

  #reread(path: string): void {
    const settings = this.#settings.get(path);
    if (settings) this.profiles.set(path, readProfile(path, settings, read.number(this.tree.get(path, Name.profile), 'Flags')));
  }

  #touch(path: string, interfaces: Iterable<string>): void {
    const names = this.#touched.get(path) ?? new Set<string>();
    for (const name of interfaces) names.add(name);
    this.#touched.set(path, names);
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#flushing || !this.#tell) return;
    this.#flushing = true;
    queueMicrotask(() => {
      const touched = this.#touched;
      this.#touched = new Map();
      this.#flushing = false;
      if (this.ended || !this.#tell) return;
      this.#tell(touched);
      this.lookAgain();
    });
  }
}
