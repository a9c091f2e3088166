import { Variant } from '../../bus.ts';
import { Name, OBJECTS_PATH } from '../../protocol.ts';
import type { BusService } from './bus-service.ts';
import { declarations } from './properties.ts';

/** Values of one interface's properties, without their types. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * The stub's objects, told as NetworkManager tells them: InterfacesAdded and InterfacesRemoved from its object manager,
 * and a PropertiesChanged of its own for each property that changes.
 */
export class ObjectStore {
  readonly #objects = new Map<string, Map<string, Record<string, unknown>>>();
  readonly #numbers = new Map<string, number>();
  /** Whom to tell; null while nobody is on the bus. */
  service: BusService | null = null;

  /** The next path of a kind, such as Devices/3: counted from 1, never given twice. */
  nextPath(kind: string): string {
    const number = (this.#numbers.get(kind) ?? 0) + 1;
    this.#numbers.set(kind, number);
    return `/org/freedesktop/NetworkManager/${kind}/${number}`;
  }

  add(path: string, interfaces: Readonly<Record<string, Values>>): string {
    const object = this.#objects.get(path) ?? new Map<string, Record<string, unknown>>();
    this.#objects.set(path, object);
    for (const [name, values] of Object.entries(interfaces)) {
      const initial = Object.fromEntries(Object.entries(declarationOf(name)).map(([property, [, value]]) => [property, value]));
      for (const property of Object.keys(values)) typeOf(name, property);
      object.set(name, { ...initial, ...values });
    }
    this.service?.signal(OBJECTS_PATH, Name.objects, 'InterfacesAdded', 'oa{sa{sv}}', [path, this.#wrapped(path, Object.keys(interfaces))]);
    return path;
  }

  remove(path: string): void {
    const names = [...(this.#objects.get(path)?.keys() ?? [])];
    if (!this.#objects.delete(path)) return;
    this.service?.signal(OBJECTS_PATH, Name.objects, 'InterfacesRemoved', 'oas', [path, names]);
  }

  has(path: string, name: string): boolean { return this.#objects.get(path)?.has(name) ?? false; }
  paths(name: string): string[] { return [...this.#objects].filter(([, object]) => object.has(name)).map(([path]) => path); }

  get(path: string, name: string, property: string): unknown {
    typeOf(name, property);
    return this.#objects.get(path)?.get(name)?.[property];
  }
  text(path: string, name: string, property: string): string { return this.get(path, name, property) as string; }
  number(path: string, name: string, property: string): number { return this.get(path, name, property) as number; }
  flag(path: string, name: string, property: string): boolean { return this.get(path, name, property) as boolean; }
  bytes(path: string, name: string, property: string): Buffer { return this.get(path, name, property) as Buffer; }
  /** None where the object has no such interface. */
  texts(path: string, name: string, property: string): string[] { return (this.get(path, name, property) ?? []) as string[]; }

  /** Changes properties and tells those that are other than before. */
  set(path: string, name: string, values: Values): void {
    const object = this.#objects.get(path)?.get(name);
    if (!object) return;
    for (const [property, value] of Object.entries(values)) {
      const signature = typeOf(name, property);
      if (isSame(object[property], value)) continue;
      object[property] = value;
      this.service?.signal(path, Name.properties, 'PropertiesChanged', 'sa{sv}as', [name, { [property]: new Variant(signature, value) }, []]);
    }
  }

  /** The reply of GetManagedObjects. */
  managed(): Record<string, Record<string, Record<string, Variant>>> {
    return Object.fromEntries([...this.#objects].map(([path, object]) => [path, this.#wrapped(path, [...object.keys()])]));
  }

  wrappedProperties(path: string, name: string): Record<string, Variant> { return this.#wrapped(path, [name])[name] ?? {}; }

  #wrapped(path: string, names: readonly string[]): Record<string, Record<string, Variant>> {
    const object = this.#objects.get(path);
    return Object.fromEntries(names.map(name => [name, Object.fromEntries(Object.entries(object?.get(name) ?? {}).map(([property, value]) => [property, new Variant(typeOf(name, property), value)]))]));
  }
}

function declarationOf(name: string): (typeof declarations)[string] {
  const declaration = declarations[name];
  if (!declaration) throw new Error(`the stub knows no interface ${name}`);
  return declaration;
}

function typeOf(name: string, property: string): string {
  const [signature] = declarationOf(name)[property] ?? [];
  if (signature === undefined) throw new Error(`${name} has no property ${property}`);
  return signature;
}

const isSame = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && JSON.stringify(a, plainly) === JSON.stringify(b, plainly));
const plainly = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
