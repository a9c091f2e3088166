import { configurationView, interfaceView, sessionView, trafficView } from '../../host/views.ts';
import { Dirty } from '../dirty.ts';
import type { SessionHost } from '../session-host.ts';

/** A view that only reads again what it was told has changed. It must never show anything but what is so. */
export class ToldViews {
  readonly #shown = new Map<string, string>();

  constructor(private readonly core: SessionHost) { this.#readAll(this.#shown); }

  /** Reads what changed; the core notes anew. */
  read(): void {
    const { core } = this;
    const { dirty } = core;
    core.dirty = new Dirty();
    for (const id of dirty.interfaces) this.#show(this.#shown, `interface ${id}`, interfaceView(core, id));
    for (const id of dirty.configurations) this.#show(this.#shown, `configuration ${id}`, configurationView(core, id));
    for (const id of dirty.sessions) {
      const session = core.sessions.get(id);
      this.#show(this.#shown, `session ${id}`, session ? sessionView(session) : null);
      if (session) this.#show(this.#shown, `configuration ${session.configuration.identifier}`, configurationView(core, session.configuration.identifier));
    }
    for (const id of dirty.traffic) this.#show(this.#shown, `traffic ${id}`, trafficView(core, id));
    for (const [what, value] of this.#lists()) if (dirty[what]) this.#show(this.#shown, what, value);
  }

  /** What it shows and is no longer so, each in words. */
  stale(): string[] {
    const now = new Map<string, string>();
    this.#readAll(now);
    return [...new Set([...now.keys(), ...this.#shown.keys()])].filter((each) => now.get(each) !== this.#shown.get(each))
      .map((each) => `${each} is shown as ${this.#shown.get(each) ?? 'nothing'}, is ${now.get(each) ?? 'gone'}`);
  }

  #lists(): ['offers' | 'questions' | 'trial' | 'driver' | 'scans', unknown][] {
    const { core } = this;
    // Which offers there are; what stands in one is the engine's to judge anew.
    const offers = core.engine.offers().map(({ id, session, candidate }) => ({ id, session, candidate }));
    return [['offers', offers], ['questions', core.questions.list()], ['trial', core.trial?.view() ?? null], ['driver', core.driverState], ['scans', core.scans]];
  }

  #readAll(into: Map<string, string>): void {
    const { core } = this;
    for (const id of core.world.interfaces.keys()) {
      this.#show(into, `interface ${id}`, interfaceView(core, id));
      this.#show(into, `traffic ${id}`, trafficView(core, id));
    }
    for (const { identifier } of core.registry.list()) this.#show(into, `configuration ${identifier}`, configurationView(core, identifier));
    for (const session of core.sessions.values()) this.#show(into, `session ${session.id}`, sessionView(session));
    for (const [what, value] of this.#lists()) this.#show(into, what, value);
  }

  #show(into: Map<string, string>, what: string, value: unknown): void {
    if (value === null && what.includes(' ')) into.delete(what);
    else into.set(what, JSON.stringify(value));
  }
}
