import type { Database } from './database.ts';

export type SubjectType = 'configuration' | 'client' | 'interface';
interface Subject { number: number; name: string }

/** Everything: the subject that every record concerns. */
export const everything = 0;
/** Of traffic that no access point was in use for. */
export const nobody = 0;

/** Ids of the program as small numbers, with what they were last called. All are few enough to be known by heart. */
export class Subjects {
  readonly #known = new Map<string, Subject>();

  constructor(private readonly database: Database) { this.read(); }

  /** As the file has it: after a transaction that came to nothing, too. */
  read(): void {
    this.#known.clear();
    for (const { id, type, key, name } of this.database.statement('SELECT id, type, key, name FROM subjects').all())
      this.#known.set(`${String(type)} ${String(key)}`, { number: Number(id), name: String(name) });
  }

  /** Its number, given to it now where it has none; a name that is not "" is its name from now on. */
  number(type: SubjectType, key: string, name = ''): number {
    const known = this.#known.get(`${type} ${key}`);
    if (known) {
      if (name !== '' && known.name !== name) {
        this.database.statement('UPDATE subjects SET name = ? WHERE id = ?').run(name, known.number);
        known.name = name;
      }
      return known.number;
    }
    const number = Number(this.database.statement('INSERT INTO subjects (type, key, name) VALUES (?, ?, ?)').run(type, key, name).lastInsertRowid);
    this.#known.set(`${type} ${key}`, { number, name });
    return number;
  }

  find(type: SubjectType, key: string): number | undefined { return this.#known.get(`${type} ${key}`)?.number; }
  nameOf(configuration: string): string | undefined { return this.#known.get(`configuration ${configuration}`)?.name; }

  list(type: SubjectType): { key: string; name: string; number: number }[] {
    const prefix = `${type} `;
    return [...this.#known].filter(([key]) => key.startsWith(prefix)).map(([key, { name, number }]) => ({ key: key.slice(prefix.length), name, number }));
  }

  /** Keys by number, for reading traffic. */
  keys(type: SubjectType): Map<number, string> { return new Map(this.list(type).map(({ key, number }) => [number, key])); }
}

/** What the configurations in a value are called: every string in it that is the id of one. */
export function namesIn(value: unknown, nameOf: (id: string) => string | undefined): Record<string, string> {
  const names: Record<string, string> = {};
  const visit = (each: unknown): void => {
    if (typeof each === 'string') {
      const name = nameOf(each);
      if (name !== undefined && name !== '') names[each] = name;
    } else if (typeof each === 'object' && each !== null) for (const inside of Object.values(each)) visit(inside);
  };
  visit(value);
  return names;
}
