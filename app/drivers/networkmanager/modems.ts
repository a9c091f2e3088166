import type { Bearer } from '../../contract/values.ts';
import { BusError, type Bus, type BusSignal } from './bus.ts';
import { ObjectTree, read } from './object-tree.ts';
import { MODEMS, Name } from './protocol.ts';

const LIMIT = 5_000;

/** MMModemAccessTechnology, the best first: a modem tells all that it uses at once. */
const technologies: readonly (readonly [bits: number, bearer: Bearer])[] = [
  [1 << 15, '4g'], // 5G; the list of bearers ends with the fourth generation
  [1 << 14 | 1 << 16 | 1 << 17, 'lte'],
  [1 << 6 | 1 << 7 | 1 << 8 | 1 << 9, 'hspa'],
  [1 << 11 | 1 << 12 | 1 << 13, 'evdo'],
  [1 << 5, 'wcdma'],
  [1 << 10, 'cdma2000'],
  [1 << 1 | 1 << 2 | 1 << 3 | 1 << 4, '2g'],
];

/**
 * What ModemManager tells of modems, where it is there: NetworkManager itself does not say over what a modem goes. It is
 * listened to, never asked again.
 */
export class Modems {
  #tree = new ObjectTree();
  #owner: string | null = null;
  readonly #changed: (modem: string) => void;

  /** @param changed a modem tells something else, or came or went: its path */
  constructor(changed: (modem: string) => void) { this.#changed = changed; }

  async watch(bus: Bus): Promise<void> {
    const take = (signal: BusSignal): void => { if (signal.sender === this.#owner) this.#take(signal); };
    await Promise.all([
      bus.subscribe({ sender: MODEMS.service, pathNamespace: MODEMS.path, interface: Name.properties, member: 'PropertiesChanged' }, take),
      bus.subscribe({ sender: MODEMS.service, path: MODEMS.path, interface: Name.objects }, take),
    ]);
    await bus.watchOwner(MODEMS.service, owner => {
      this.#owner = owner;
      this.#replace({});
      if (owner !== null) void this.#read(bus, owner);
    });
  }

  lost(): void {
    this.#owner = null;
    this.#replace({});
  }

  /** How a modem is connected now. @param modem its path at ModemManager, which NetworkManager has as the device's Udi */
  bearerOf(modem: string): Bearer {
    const used = read.number(this.#tree.get(modem, MODEMS.modem), 'AccessTechnologies');
    return technologies.find(([bits]) => (used & bits) !== 0)?.[1] ?? 'unknown';
  }

  async #read(bus: Bus, owner: string): Promise<void> {
    try {
      const [managed] = await bus.call({ destination: owner, path: MODEMS.path, interface: Name.objects, member: 'GetManagedObjects' }, { timeout: LIMIT });
      if (this.#owner === owner) this.#replace(managed as Record<string, Record<string, Record<string, unknown>>>);
    } catch (error) {
      // Gone again, or too busy: then how modems are connected is not known.
      if (!(error instanceof BusError)) throw error;
    }
  }

  #take({ path, member, body: [first, second] }: BusSignal): void {
    switch (member) {
      case 'PropertiesChanged':
        if (first === MODEMS.modem && this.#tree.change(path, first, second as Record<string, unknown>)) this.#changed(path);
        break;
      case 'InterfacesAdded':
        this.#tree.add(first as string, second as Record<string, Record<string, unknown>>);
        this.#changed(first as string);
        break;
      case 'InterfacesRemoved':
        this.#tree.remove(first as string, second as string[]);
        this.#changed(first as string);
        break;
    }
  }

  #replace(managed: Record<string, Record<string, Record<string, unknown>>>): void {
    const before = [...this.#tree.paths(MODEMS.modem)];
    this.#tree = new ObjectTree(managed);
    for (const modem of new Set([...before, ...this.#tree.paths(MODEMS.modem)])) this.#changed(modem);
  }
}
