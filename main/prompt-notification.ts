import { hostTime } from '../app/contract/reading.ts';
import type { HostState } from '../app/contract/state.ts';
import { clockText, nameLookup, offerNotification, questionTitle, trayLabels, type Texts } from '../app/text/index.ts';
import type { Answer } from './answer.ts';
import type { NotifierMessage } from './notifier.ts';
import { currentPrompt, silenceText, type Prompt } from './prompt.ts';
import type { Subject } from './told-once.ts';

interface Actions { answer(answer: Answer): void; open(): void }

/** What waits for an answer, as a notification: an offer; a trial once its new link is up; a question. Null: nothing waits, or it is not to be told. */
export function promptSubject(state: HostState, texts: Texts, actions: Actions): Subject | null {
  const prompt = currentPrompt(state);
  const key = keyOf(prompt);
  const { notifyOffers, notifyQuestions } = state.settings;
  if (key === null || !(prompt.kind === 'question' ? notifyQuestions : notifyOffers)) return null;
  return { key, message: messageOf(prompt, state, texts, actions), settle: 0 };
}

/** What is told once: an offer; a trial when its new link is up, and anew when silence comes to mean something else; a question. */
function keyOf(prompt: Prompt): string | null {
  switch (prompt.kind) {
    case 'none': return null;
    case 'offer': return `offer ${prompt.offer.id}`;
    case 'trial': return prompt.answers.includes('accept') ? `trial ${prompt.trial.id} ${prompt.trial.silence}` : null;
    case 'question': return `question ${prompt.question.id}`;
    default: return prompt satisfies never;
  }
}

function messageOf(prompt: Prompt, state: HostState, texts: Texts, { answer, open }: Actions): NotifierMessage | null {
  const buttonless = texts.t('notification.buttonless');
  const labels = trayLabels(texts);
  switch (prompt.kind) {
    case 'none': return null;
    case 'offer': {
      const { session, at } = prompt.offer;
      const { title, body, migrate, ignore } = offerNotification(texts, state, prompt.offer, at);
      return {
        title, body, buttonless,
        buttons: [{ key: 'migrate', label: migrate }, { key: 'ignore', label: ignore }],
        chosen(key) {
          if (key === 'migrate') answer({ answer: 'migrate', session });
          else if (key === 'ignore') answer({ answer: 'ignore', session, scope: 'thisTime' });
          else open();
        },
      };
    }
    case 'trial': {
      const { session, to } = prompt.trial;
      return {
        title: texts.t('trial.title', { name: nameLookup(texts, state.configurations)(to) }),
        body: silenceText(texts, state, prompt.trial), buttonless,
        buttons: prompt.answers.map((key) => ({ key, label: labels[key] })),
        chosen(key) {
          if (key === 'accept' || key === 'reject') answer({ answer: key, session });
          else open();
        },
      };
    }
    case 'question': {
      const { id: question, expiresAt } = prompt.question;
      return {
        title: questionTitle(texts, state, prompt.question), buttonless,
        body: texts.t('notification.questionBody', { time: clockText(texts, expiresAt, hostTime(state.clock)) }),
        buttons: [{ key: 'open', label: labels.choose }, { key: 'dismiss', label: labels.dismiss }],
        chosen(key) {
          if (key === 'dismiss') answer({ answer: 'dismissQuestion', question });
          else open();
        },
      };
    }
    default: return prompt satisfies never;
  }
}
