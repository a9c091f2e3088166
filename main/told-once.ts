import type { NotificationPlace, Notifier, NotifierMessage } from './notifier.ts';
import { Allowance, type Timing } from './timing.ts';

/** What there is to tell: the same key is told once. Without a message it is known and stays silent. */
export interface Subject {
  readonly key: string;
  readonly message: NotifierMessage | null;
  /** ms for which it has to hold before it is told. */
  readonly settle: number;
}

/** Messages at once, and ms until one more: what a program asks for over and over is no flood of messages. */
const allowance = { most: 5, refill: 12_000 };

/**
 * One place for messages: tells a subject once, when it has settled, where nobody looks at the window; takes back what
 * is over. Seen in the window or dismissed it does not come back.
 */
export class ToldOnce {
  readonly #allowance: Allowance;
  #known: string | null = null;
  #subject: Subject | null = null;
  #isStanding = false;
  #cancel: () => void = () => undefined;

  constructor(private readonly place: NotificationPlace, private readonly options: { readonly notifier: Notifier; readonly timing: Timing; isWatched(): boolean }) {
    this.#allowance = new Allowance(options.timing, allowance.most, allowance.refill);
  }

  update(subject: Subject | null): void {
    this.#subject = subject;
    const key = subject?.key ?? null;
    if (key === this.#known) return;
    this.#known = key;
    this.#cancel();
    if (!subject?.message || this.options.isWatched()) { this.#withdraw(); return; }
    const wait = Math.max(subject.settle, this.#allowance.wait);
    if (wait === 0) { this.#show(); return; }
    // What stood was about something that is over.
    this.#withdraw();
    this.#cancel = this.options.timing.after(wait, () => { if (!this.options.isWatched()) this.#show(); });
  }

  /** It is known without being told: how things were when Handover began. */
  takeAsKnown(subject: Subject): void {
    this.#known = subject.key;
    this.#subject = subject;
  }

  /** The person has come to the window, which says it all. */
  windowSeen(): void {
    this.#cancel();
    this.#withdraw();
  }

  #show(): void {
    const message = this.#subject?.message;
    if (!message) return;
    this.#allowance.take();
    this.#isStanding = true;
    this.options.notifier.show(this.place, message);
  }

  #withdraw(): void {
    if (!this.#isStanding) return;
    this.#isStanding = false;
    this.options.notifier.withdraw(this.place);
  }
}
