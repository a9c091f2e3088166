import type { HostState } from '../app/contract/state.ts';
import type { Texts } from '../app/text/index.ts';
import type { Answer } from './answer.ts';
import { capSubject } from './cap-notification.ts';
import { News } from './news-notification.ts';
import type { Notifier } from './notifier.ts';
import { promptSubject } from './prompt-notification.ts';
import { ToldOnce } from './told-once.ts';
import type { Timing } from './timing.ts';

export interface NotificationsOptions {
  readonly notifier: Notifier;
  readonly timing: Timing;
  /** The window is before the person, who sees the prompt there. */
  isWatched(): boolean;
  answer(answer: Answer): void;
  open(): void;
}

/** Tells of what waits for an answer, and of news, where nobody looks at the window. What ends elsewhere is taken back here. */
export class Notifications {
  private readonly prompt: ToldOnce;
  private readonly news: ToldOnce;
  private readonly cap: ToldOnce;
  private readonly latest = new News();

  constructor(private readonly options: NotificationsOptions) {
    this.prompt = new ToldOnce('prompt', options);
    this.news = new ToldOnce('news', options);
    this.cap = new ToldOnce('cap', options);
  }

  update(state: HostState, texts: Texts): void {
    this.prompt.update(promptSubject(state, texts, this.options));
    this.cap.update(capSubject(state, texts, this.options));
    const news = this.latest.read(state, texts, this.options);
    if (news === 'asBefore') return;
    if (news.isBeginning) this.news.takeAsKnown(news.subject);
    else this.news.update(news.subject);
  }

  /** The person has come to the window, which says it all. */
  windowSeen(): void {
    this.prompt.windowSeen();
    this.news.windowSeen();
    this.cap.windowSeen();
  }
}
