import type { HostState, OfferView, SessionView, TrialView } from '../app/contract/state.ts';
import { nameLookup, type Texts } from '../app/text/index.ts';

/** What waits for the person's word. A trial comes before any offer, and there is at most one. */
export type Prompt =
  | { readonly kind: 'none' }
  | { readonly kind: 'offer'; readonly offer: OfferView }
  | { readonly kind: 'trial'; readonly trial: TrialView; readonly answers: readonly ('accept' | 'reject')[] };

const none: Prompt = { kind: 'none' };

export function currentPrompt(state: HostState): Prompt {
  const { trial } = state;
  if (trial && isForThePerson(state.sessions[trial.session])) return { kind: 'trial', trial, answers: answersOf(trial) };
  if (trial) return none;
  const [offer] = Object.values(state.offers).filter(({ session }) => isForThePerson(state.sessions[session])).sort((a, b) => a.at - b.at);
  return offer ? { kind: 'offer', offer } : none;
}

/** Programs that take the word on roaming answer for their own sessions; the desktop's are the person's. */
const isForThePerson = (session: SessionView | undefined): boolean => session !== undefined && (session.roaming !== 'answersItself' || session.client.isDesktop);

function answersOf({ phase }: TrialView): readonly ('accept' | 'reject')[] {
  switch (phase) {
    case 'activating': return ['reject'];
    case 'testing': case 'passed': return ['accept', 'reject'];
    case 'keeping': case 'returning': return [];
  }
}

/** What no answer to a trial means. */
export function silenceText(texts: Texts, { configurations }: HostState, { silence, from, to }: TrialView): string {
  const nameOf = nameLookup(texts, configurations);
  return silence === 'goesBack' ? texts.t('trial.footBack', { name: nameOf(from) }) : texts.t('trial.footKeep', { name: nameOf(to) });
}
