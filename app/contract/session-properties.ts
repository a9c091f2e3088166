/**
 * The properties of a session, by the reference's names. Three are told and cannot be set, silently (PROP-04): what carries
 * it, what a user choice was resolved to, and a time-out that has an effect only where state is polled, which nobody does here.
 */
export class SessionProperties {
  readonly #set = new Map<string, unknown>();
  readonly #told: Readonly<Record<string, () => unknown>>;

  constructor(told: { ActiveConfiguration: () => string; UserChoiceConfiguration: () => string }) {
    this.#told = { ...told, AutoCloseSessionTimeout: () => -1 };
  }

  get(key: string): unknown { return Object.hasOwn(this.#told, key) ? this.#told[key]?.() : this.#set.get(key); }

  /** undefined takes it away. @returns false where it cannot be set */
  set(key: string, value: unknown): boolean {
    if (Object.hasOwn(this.#told, key)) return false;
    if (value === undefined) this.#set.delete(key);
    else this.#set.set(key, value);
    return true;
  }

  /** Those that were set. */
  entries(): IterableIterator<[key: string, value: unknown]> { return this.#set.entries(); }
}
