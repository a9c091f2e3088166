import type { HostState } from '../app/contract/state.ts';
import { nameLookup, offerNotification, trayLabels, type Texts } from '../app/text/index.ts';
import type { Answer } from './answer.ts';
import type { Notifier, NotifierMessage } from './notifier.ts';
import { currentPrompt, silenceText, type Prompt } from './prompt.ts';

export interface NotificationsOptions {
  readonly notifier: Notifier;
  /** The window is before the person, who sees the prompt there. */
  isWatched(): boolean;
  answer(answer: Answer): void;
  open(): void;
}

/**
 * Tells of an offer, and of the trial after it, where nobody looks at the window. A prompt is told once: seen in the
 * window or dismissed it does not come back. What ends elsewhere is taken back here.
 */
export class Notifications {
  /** The prompt last dealt with, told or seen. */
  private known: string | null = null;
  private standing = false;

  constructor(private readonly options: NotificationsOptions) {}

  update(state: HostState, texts: Texts): void {
    const prompt = currentPrompt(state);
    const key = state.settings.notifyOffers ? keyOf(prompt) : null;
    if (key === null) { this.withdraw(); this.known = null; return; }
    if (key === this.known) return;
    this.known = key;
    if (this.options.isWatched()) { this.withdraw(); return; }
    const message = this.messageOf(prompt, state, texts);
    if (!message) return;
    this.standing = true;
    this.options.notifier.show(message);
  }

  /** The person has come to the window, which says it all. */
  windowSeen(): void { this.withdraw(); }

  private withdraw(): void {
    if (!this.standing) return;
    this.standing = false;
    this.options.notifier.withdraw();
  }

  private messageOf(prompt: Prompt, state: HostState, texts: Texts): NotifierMessage | null {
    const { answer, open } = this.options;
    switch (prompt.kind) {
      case 'none': return null;
      case 'offer': {
        const { session, at } = prompt.offer;
        const { title, body, migrate, ignore } = offerNotification(texts, state, prompt.offer, at);
        return {
          title, body,
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
        const labels = trayLabels(texts);
        return {
          title: texts.t('trial.title', { name: nameLookup(texts, state.configurations)(to) }),
          body: silenceText(texts, state, prompt.trial),
          buttons: prompt.answers.map((key) => ({ key, label: labels[key] })),
          chosen(key) {
            if (key === 'accept' || key === 'reject') answer({ answer: key, session });
            else open();
          },
        };
      }
      default: return prompt satisfies never;
    }
  }
}

/** What is told once: an offer; a trial when its new link is up, and anew when silence comes to mean something else. */
function keyOf(prompt: Prompt): string | null {
  switch (prompt.kind) {
    case 'none': return null;
    case 'offer': return `offer ${prompt.offer.id}`;
    case 'trial': return prompt.answers.includes('accept') ? `trial ${prompt.trial.id} ${prompt.trial.silence}` : null;
    default: return prompt satisfies never;
  }
}
