import type { EventName, EventPayload, SessionEvent } from '../contract/contract.ts';
import type { CarrierLink } from '../contract/session.ts';
import type { Session } from '../core/session.ts';
import { sessionView } from './views.ts';

type SessionEventName = Extract<EventName, `session.${string}`>;
type Tell = <E extends SessionEventName>(event: E, payload: EventPayload<E>) => void;

/** Carries what sessions tell to whoever listens to the host: each event at once, none merged or dropped. */
export class SessionRelay {
  /** Sessions whose client answers offers itself, with the end of that. */
  readonly #answering = new WeakMap<Session, () => void>();
  /** Probes that a client was asked for and has not answered. */
  readonly #asked = new Map<string, { session: Session; answer: (works: boolean) => void }>();
  #probeNumber = 0;

  constructor(private readonly tell: Tell) {}

  watch(session: Session): void {
    session.on('stateChanged', (state) => { this.#tell(session, { event: 'stateChanged', state }); });
    session.on('opened', () => { this.#tell(session, { event: 'opened' }); });
    session.on('closed', () => { this.#tell(session, { event: 'closed' }); });
    session.on('error', (error) => { this.#tell(session, { event: 'error', error }); });
    session.on('newConfigurationActivated', () => { this.#tell(session, { event: 'newConfigurationActivated' }); });
    session.on('usagePoliciesChanged', (usagePolicies) => { this.#tell(session, { event: 'usagePoliciesChanged', usagePolicies }); });
  }

  /** To listen to offers is to take the word on roaming, so this is done only for a client that wants it. */
  answerOffers(session: Session, on: boolean): void {
    const end = this.#answering.get(session);
    if (on === (end !== undefined)) return;
    this.#answering.delete(session);
    if (end) end();
    else this.#answering.set(session, session.on('preferredConfigurationChanged', ({ identifier }, isSeamless) => { this.#tell(session, { event: 'preferredConfigurationChanged', configuration: identifier, isSeamless }); }));
  }

  offerProbe(session: Session, on: boolean): void {
    session.setCarrierProbe(on ? (link, signal) => this.#ask(session, link, signal) : null);
  }

  /** False: nobody asked for it, or it is over. */
  probed(session: Session, probe: string, works: boolean): boolean {
    const asked = this.#asked.get(probe);
    if (asked?.session !== session) return false;
    asked.answer(works);
    return true;
  }

  #ask(session: Session, link: CarrierLink, signal: AbortSignal): Promise<boolean> {
    const probe = `probe-${++this.#probeNumber}`;
    return new Promise((resolve) => {
      const answer = (works: boolean) => {
        if (this.#asked.delete(probe)) resolve(works);
      };
      this.#asked.set(probe, { session, answer });
      signal.addEventListener('abort', () => {
        if (!this.#asked.has(probe)) return;
        answer(false);
        this.tell('session.probeOver', { session: session.id, probe });
      }, { once: true });
      this.tell('session.probe', { session: session.id, probe, link: { interface: link.interface, addresses: [...link.addresses] } });
    });
  }

  #tell(session: Session, event: SessionEvent): void {
    this.tell('session.event', { session: session.id, event, view: sessionView(session) });
  }
}
