import { promptOf, type Prompt } from '../../app/contract/reading.ts';
import type { HostState, QuestionView } from '../../app/contract/state.ts';

/** What stands in the prompt's place: a trial before any offer, an offer before any question. `others`: questions that wait behind this one. */
export type WindowPrompt = Prompt | { readonly kind: 'question'; readonly question: QuestionView; readonly others: number };

export function windowPrompt(state: HostState): WindowPrompt {
  const prompt = promptOf(state);
  if (prompt.kind !== 'none') return prompt;
  const questions = Object.values(state.questions).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return questions[0] ? { kind: 'question', question: questions[0], others: questions.length - 1 } : prompt;
}

/** The question that a session waits for; null: none. */
export const questionOf = (state: HostState, session: string): QuestionView | null =>
  Object.values(state.questions).find((question) => question.session === session) ?? null;
