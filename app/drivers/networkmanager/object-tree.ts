import { toPlain } from './bus.ts';

/** Properties of one interface of one object, variants unwrapped. 64-bit numbers are bigint, bytes a Buffer. */
export type Properties = Readonly<Record<string, unknown>>;
const none: Properties = {};

/**
 * NetworkManager's objects as last told: read once as a whole, then kept by its signals. Paths are good for one life
 * of NetworkManager only: it counts them from 1 again.
 */
export class ObjectTree {
  readonly #objects = new Map<string, Map<string, Properties>>();
  readonly #byInterface = new Map<string, Set<string>>();

  /** @param managed the reply of GetManagedObjects: path → interface → property → variant */
  constructor(managed: Record<string, Record<string, Record<string, unknown>>> = {}) {
    for (const [path, interfaces] of Object.entries(managed)) this.add(path, interfaces);
  }

  add(path: string, interfaces: Record<string, Record<string, unknown>>): void {
    const object = this.#objects.get(path) ?? new Map<string, Properties>();
    this.#objects.set(path, object);
    for (const [name, properties] of Object.entries(interfaces)) {
      object.set(name, toPlain<Properties>(properties));
      let paths = this.#byInterface.get(name);
      if (!paths) this.#byInterface.set(name, paths = new Set());
      paths.add(path);
    }
  }

  remove(path: string, interfaces: readonly string[]): void {
    const object = this.#objects.get(path);
    if (!object) return;
    for (const name of interfaces) {
      object.delete(name);
      this.#byInterface.get(name)?.delete(path);
    }
    if (object.size === 0) this.#objects.delete(path);
  }

  /** False when the object is not known (a signal about something already removed). */
  change(path: string, name: string, changed: Record<string, unknown>): boolean {
    const object = this.#objects.get(path);
    const before = object?.get(name);
    if (!object || !before) return false;
    object.set(name, { ...before, ...toPlain<Properties>(changed) });
    return true;
  }

  has(path: string, name: string): boolean {
    return this.#objects.get(path)?.has(name) ?? false;
  }

  /** The properties; none where the object or the interface is not there. */
  get(path: string, name: string): Properties {
    return this.#objects.get(path)?.get(name) ?? none;
  }

  interfacesOf(path: string): string[] {
    return [...(this.#objects.get(path)?.keys() ?? [])];
  }

  /** Paths of all objects with this interface. */
  paths(name: string): Iterable<string> {
    return this.#byInterface.get(name) ?? [];
  }
}

/** Readers that give a fixed type whatever came: another version of NetworkManager may lack a property. */
export const read = {
  text: (properties: Properties, name: string): string => {
    const value = properties[name];
    return typeof value === 'string' ? value : '';
  },
  number: (properties: Properties, name: string): number => {
    const value = properties[name];
    if (typeof value === 'number') return value;
    return typeof value === 'bigint' ? Number(value) : 0;
  },
  flag: (properties: Properties, name: string): boolean => properties[name] === true,
  bytes: (properties: Properties, name: string): Buffer => {
    const value = properties[name];
    return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
  },
  texts: (properties: Properties, name: string): string[] => {
    const value = properties[name];
    return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
  },
  list: (properties: Properties, name: string): Properties[] => {
    const value = properties[name];
    return Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null && !Buffer.isBuffer(item)) : [];
  },
  bytesList: (properties: Properties, name: string): Buffer[] => {
    const value = properties[name];
    return Array.isArray(value) ? value.filter(item => Buffer.isBuffer(item)) : [];
  },
};
