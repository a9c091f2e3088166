import { toPlain, type Bus } from './bus.ts';
import { read, type ObjectTree } from './object-tree.ts';
import { LOGIN, MANAGER_PATH, ManagerState, Name } from './protocol.ts';

const ASK_LIMIT = 2_000;

/**
 * Whether the machine is asleep, or about to be: by systemd's login service, which says so before it sleeps and when it
 * is awake again, and by NetworkManager, which also hears it from others (Sleep). It is awake when both say so. No delay
 * is asked for: nothing that Handover holds needs to be put away before a sleep.
 */
export class SleepWatch {
  readonly #tell: (sleeping: boolean) => void;
  #owner: string | null = null;
  #byLogin = false;
  #byManager = false;
  #told = false;
  #isTelling = false;

  constructor(tell: (sleeping: boolean) => void) { this.#tell = tell; }

  /** Listens on a bus, for as long as it lives. The login service may come and go meanwhile, or never be there. */
  async watch(bus: Bus): Promise<void> {
    await bus.subscribe({ sender: LOGIN.service, path: LOGIN.path, interface: LOGIN.manager, member: 'PrepareForSleep' }, ({ sender, body }) => {
      if (sender === this.#owner) this.#login(body[0] === true);
    });
    await bus.watchOwner(LOGIN.service, owner => {
      this.#owner = owner;
      this.#login(false);
      if (owner !== null) void this.#ask(bus, owner);
    });
  }

  /** Nothing is heard from the bus any more, so nothing is known. */
  lost(): void {
    this.#owner = null;
    this.#byManager = false;
    this.#login(false);
  }

  /** What NetworkManager's own state says; null: it is not there. */
  managerIs(tree: ObjectTree | null): void {
    this.#byManager = tree !== null && isAsleep(tree);
    this.#look();
  }

  /** From now on it is told; what was not told yet is told at once. */
  begin(): void {
    this.#isTelling = true;
    this.#look();
  }

  async #ask(bus: Bus, owner: string): Promise<void> {
    try {
      const [value] = await bus.call({ destination: owner, path: LOGIN.path, interface: Name.properties, member: 'Get', signature: 'ss', body: [LOGIN.manager, 'PreparingForSleep'] }, { timeout: ASK_LIMIT });
      if (this.#owner === owner && toPlain(value) === true) this.#login(true);
    } catch {
      // It does not tell: then its signals will.
    }
  }

  #login(sleeping: boolean): void {
    this.#byLogin = sleeping;
    this.#look();
  }

  #look(): void {
    const now = this.#byLogin || this.#byManager;
    if (!this.#isTelling || now === this.#told) return;
    this.#told = now;
    this.#tell(now);
  }
}

/** NetworkManager calls itself asleep when its networking was switched off, too; that is no sleep. */
function isAsleep(tree: ObjectTree): boolean {
  const manager = tree.get(MANAGER_PATH, Name.manager);
  return read.number(manager, 'State') === ManagerState.asleep && read.flag(manager, 'NetworkingEnabled');
}
