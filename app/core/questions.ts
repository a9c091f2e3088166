import type { DriverFailure } from '../contract/reason.ts';
import type { Clock } from './ports/clock.ts';
import type { Session } from './session.ts';

/** How long the user has to answer, ms. After that the question counts as dismissed. */
export const questionLasts = 120_000;

/** "Which one?", put before whoever can ask the user. */
export interface Question {
  id: string;
  session: string;
  client: string;
  /** What was chosen before and did not work; null for a first question. */
  failed: { configuration: string; failure: DriverFailure } | null;
  at: number;
  expiresAt: number;
}

/** Open questions of user choices; each ends exactly once: chosen, dismissed, out of time, or with its session. */
export class Questions {
  readonly #open = new Map<string, { question: Question; session: Session; cancelTimer: () => void }>();
  #number = 0;

  constructor(
    private readonly clock: Clock,
    private readonly hooks: { post: (item: () => void) => void; changed: () => void; canAsk: () => boolean },
  ) {}

  /** Somebody is there who can ask the user. */
  get canAsk(): boolean { return this.hooks.canAsk(); }

  list(): Question[] { return [...this.#open.values()].map((each) => each.question); }

  ask(session: Session, failed: Question['failed']): void {
    const at = this.clock.now();
    const question: Question = { id: `question-${++this.#number}`, session: session.id, client: session.client.name, failed, at, expiresAt: at + questionLasts };
    const cancelTimer = this.clock.after(questionLasts, () => { this.hooks.post(() => { this.dismiss(question.id); }); });
    this.#open.set(question.id, { question, session, cancelTimer });
    this.hooks.changed();
  }

  /** The session that asked; null if the question is over. */
  sessionOf(id: string): Session | null { return this.#open.get(id)?.session ?? null; }

  dismiss(id: string): void { this.sessionOf(id)?.apply({ input: 'dismissed' }); }

  end(session: Session): void {
    for (const [id, each] of this.#open) {
      if (each.session !== session) continue;
      each.cancelTimer();
      this.#open.delete(id);
      this.hooks.changed();
    }
  }
}
