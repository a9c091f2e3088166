/** Handlers by event. A handler that throws is reported and never keeps an event from the others. */
export class Emitter<Events extends Record<keyof Events, unknown[]>> {
  readonly #handlers: { [E in keyof Events]?: { handler: (...values: Events[E]) => void }[] } = {};

  constructor(private readonly onError: (error: unknown) => void) {}

  /** The returned function removes the handler. The same function may be registered more than once. */
  on<E extends keyof Events>(event: E, handler: (...values: Events[E]) => void): () => void {
    const registered = { handler };
    // A new array at each change: who is being called now is not disturbed by who comes or goes.
    this.#handlers[event] = [...(this.#handlers[event] ?? []), registered];
    return () => { this.#handlers[event] = (this.#handlers[event] ?? []).filter((each) => each !== registered); };
  }

  emit<E extends keyof Events>(event: E, ...values: Events[E]): void {
    const handlers = this.#handlers[event];
    if (!handlers) return;
    for (const { handler } of handlers) {
      try { handler(...values); } catch (error) { this.onError(error); }
    }
  }

  count(event: keyof Events): number { return this.#handlers[event]?.length ?? 0; }

  clear(): void { for (const event in this.#handlers) delete this.#handlers[event]; }
}
