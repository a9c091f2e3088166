/** Handlers by event. A handler that throws is reported and never keeps an event from the others. */
export class Emitter<Events extends Record<keyof Events, unknown[]>> {
  readonly #handlers = new Map<keyof Events, readonly Registered[]>();

  constructor(private readonly onError: (error: unknown) => void) {}

  /** The returned function removes the handler. The same function may be registered more than once. */
  on<E extends keyof Events>(event: E, handler: (...values: Events[E]) => void): () => void {
    // Only `emit` calls it, with the values of its event.
    const registered: Registered = { handler: handler as Registered['handler'] };
    // A new array at each change: who is being called now is not disturbed by who comes or goes.
    this.#handlers.set(event, [...(this.#handlers.get(event) ?? []), registered]);
    return () => { this.#handlers.set(event, (this.#handlers.get(event) ?? []).filter((each) => each !== registered)); };
  }

  emit<E extends keyof Events>(event: E, ...values: Events[E]): void {
    const handlers = this.#handlers.get(event);
    if (!handlers) return;
    for (const { handler } of handlers) {
      try { handler(...values); } catch (error) { this.onError(error); }
    }
  }

  count(event: keyof Events): number { return this.#handlers.get(event)?.length ?? 0; }

  clear(): void { this.#handlers.clear(); }
}

interface Registered { handler: (...values: unknown[]) => void }
