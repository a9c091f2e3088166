import { isAsked, windowPrompt } from '../app/contract/reading.ts';
import type { HostState, OfferView, QuestionView, TrialView } from '../app/contract/state.ts';
import { nameLookup, type Texts } from '../app/text/index.ts';

/** What waits for the person's word, as in the window: a trial comes before any offer, an offer before any question. */
export type Prompt =
  | { readonly kind: 'none' }
  | { readonly kind: 'offer'; readonly offer: OfferView }
  | { readonly kind: 'trial'; readonly trial: TrialView; readonly answers: readonly ('accept' | 'reject')[] }
  | { readonly kind: 'question'; readonly question: QuestionView };

export function currentPrompt(state: HostState): Prompt {
  const prompt = windowPrompt(state);
  switch (prompt.kind) {
    // A program's own trial is shown in the window; here it could only be in the way.
    case 'trial': return isAsked(state, prompt.trial.session) ? { ...prompt, answers: answersOf(prompt.trial) } : { kind: 'none' };
    case 'offer': case 'question': case 'none': return prompt;
  }
}

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
