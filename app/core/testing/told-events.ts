import type { ClientView } from '../../contract/state.ts';
import type { SessionError } from '../../contract/values.ts';
import type { RecordEntry } from '../ports/record.ts';
import type { SessionHost } from '../session-host.ts';
import type { Session } from '../session.ts';

interface Told { state: string; open: boolean; error: SessionError | null; policies: number; disposed: boolean }

/**
 * What sessions tell and what the journal is given, held against what is so at that moment: nothing is told twice,
 * nothing that is not so, and nothing that has happened is left out.
 */
export class ToldEvents {
  readonly wrong: string[] = [];
  readonly #told = new Map<Session, Told>();
  readonly #recordedOpen = new Set<string>();
  readonly #linksUp = new Map<string, boolean>();
  readonly #offers = new Map<string, string>();
  #trial: { id: string; from: string; to: string } | null = null;
  #available = true;

  constructor(private readonly core: () => SessionHost, private readonly now: () => number) {}

  watch(session: Session): void {
    const told: Told = { state: session.state, open: false, error: null, policies: session.usagePolicies, disposed: false };
    this.#told.set(session, told);
    const expect = (what: string, holds: boolean) => { if (!holds) this.wrong.push(`${session.id}: ${what} in ${session.phase.phase}, ${session.state}`); };
    session.on('stateChanged', (state) => {
      expect(`stateChanged ${state}`, state === session.state && state !== told.state);
      told.state = state;
    });
    session.on('opened', () => {
      expect('opened', session.isOpen && !told.open);
      told.open = true;
    });
    session.on('closed', () => {
      expect('closed', !session.isOpen);
      told.open = false;
    });
    session.on('error', (error) => {
      expect(`error ${error} "${session.errorString}"`, session.error === error && session.errorString !== '');
      told.error = error;
    });
    session.on('newConfigurationActivated', () => { expect('newConfigurationActivated', session.phase.phase === 'roaming' || session.phase.phase === 'open'); });
    session.on('usagePoliciesChanged', (policies) => {
      expect(`usagePoliciesChanged ${policies}`, policies === session.usagePolicies && policies !== told.policies);
      told.policies = policies;
    });
  }

  record(at: number, entry: RecordEntry): void {
    const expect = (holds: boolean) => { if (!holds) this.wrong.push(`recorded at ${at}: ${JSON.stringify(entry)}`); };
    const session = 'session' in entry ? this.core().sessions.get(entry.session) : undefined;
    expect(at === this.now() || entry.kind === 'trialStarted' || entry.kind === 'sessionOpened');
    switch (entry.kind) {
      case 'sessionOpened':
        expect(session?.isOpen === true && at === session.openSince && entry.accessPoint === session.member && isOf(session, entry) && !this.#recordedOpen.has(entry.session));
        this.#recordedOpen.add(entry.session);
        break;
      case 'sessionClosed': {
        const error = session && this.#told.get(session)?.error;
        expect(session?.isOpen === false && isOf(session, entry) && this.#recordedOpen.has(entry.session) && entry.received === session.received && entry.sent === session.sent);
        expect(entry.accessPoint !== '' && (entry.error === null || entry.error === error || error === undefined || session?.configuration.isValid === false));
        this.#recordedOpen.delete(entry.session);
        break;
      }
      case 'openFailed': expect(session?.phase.phase === 'opening' && isOf(session, entry)); break;
      case 'followed': expect(session?.isOpen === true && session.member === entry.to && entry.from !== entry.to); break;
      case 'linkUp': case 'linkDown': {
        const isUp = this.core().world.interfaceOf(entry.accessPoint) !== null;
        expect(isUp === (entry.kind === 'linkUp') && this.#linksUp.get(entry.accessPoint) !== isUp);
        this.#linksUp.set(entry.accessPoint, isUp);
        break;
      }
      case 'trialStarted': {
        const { id, from, to } = entry.trial;
        expect(this.#trial === null && at === entry.trial.startedAt && entry.trial.phase === 'activating' && entry.trial.end === null);
        this.#trial = { id, from, to };
        break;
      }
      case 'trialTested': expect(this.#trial?.id === entry.trial && entry.passed === entry.tests.every((each) => each.status === 'passed' || each.status === 'warned' || each.status === 'skipped')); break;
      case 'trialEnded':
        expect(this.#trial?.id === entry.trial && this.#trial.from === entry.from && this.#trial.to === entry.to);
        this.#trial = null;
        break;
      case 'offer':
        expect(!this.#offers.has(entry.offer.session));
        this.#offers.set(entry.offer.session, entry.offer.id);
        break;
      case 'offerEnded':
        expect(this.#offers.get(entry.session) === entry.offer);
        this.#offers.delete(entry.session);
        break;
      case 'manager':
        expect(entry.available === this.core().driverState.available && entry.available !== this.#available);
        this.#available = entry.available;
        break;
      case 'activationFailed': expect(this.core().failures.get(entry.accessPoint)?.at === at); break;
      case 'radioChanged': expect(entry.from !== entry.to && this.core().world.interfaceOf(entry.accessPoint) !== null); break;
      case 'answer': case 'connectivity': case 'decision': case 'ignored': case 'scan': case 'cap': break;
      default: entry satisfies never;
    }
  }

  /** What was left out so far; to be asked when the queue is empty. */
  leftOut(): string[] {
    const left: string[] = [];
    for (const [session, told] of this.#told) {
      if (!this.core().sessions.get(session.id)) continue;
      if (told.state !== session.state) left.push(`${session.id} was told to be ${told.state}, is ${session.state}`);
      if (told.open !== session.isOpen) left.push(`${session.id} was told ${told.open ? 'opened' : 'closed'}, is not`);
      if (told.policies !== session.usagePolicies) left.push(`${session.id} was told the policies ${told.policies}, has ${session.usagePolicies}`);
      if (session.isOpen !== this.#recordedOpen.has(session.id)) left.push(`${session.id} is recorded ${session.isOpen ? 'closed' : 'open'}, is not`);
    }
    const trial = this.core().trial;
    if ((trial?.view().end === null ? trial.options.id : this.#trial?.id) !== this.#trial?.id) left.push(`trial ${trial?.options.id} runs, ${this.#trial?.id} is recorded`);
    return left;
  }
}

const isOf = (session: Session, entry: { client: string; configuration: string }): boolean =>
  named(session.client) === entry.client && session.configuration.identifier === entry.configuration;
const named = ({ name }: ClientView): string => name;
