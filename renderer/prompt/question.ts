import type { HostState, QuestionView } from '../../app/contract/state.ts';
import { clientName, configurationName, driverFailureText, showName, type ShownName, type Texts } from '../../app/text/index.ts';

/** Who asks; null: a session that was opened in this window. */
export function askedBy(texts: Texts, state: HostState, question: QuestionView): ShownName | null {
  const client = state.sessions[question.session]?.client;
  if (client?.isDesktop) return null;
  return client ? clientName(texts, client) : showName(question.client === '' ? texts.t('name.unnamed') : question.client);
}

/** A question as it is spoken: what failed before, what is asked, and how to get there. */
export function questionSpoken(texts: Texts, state: HostState, question: QuestionView): string {
  const asker = askedBy(texts, state, question);
  const title = asker ? texts.t('choice.title', { name: asker.spoken }) : texts.t('choice.titleOwn');
  const { failed } = question;
  if (!failed) return texts.t('choice.spoken', { title });
  const name = configurationName(texts, state.configurations[failed.configuration]).spoken;
  return texts.t('choice.spokenFailed', { failed: texts.t('choice.failed', { name, what: driverFailureText(texts, failed.failure).what }), title });
}
