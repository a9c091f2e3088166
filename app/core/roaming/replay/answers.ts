import type { Clock } from '../../ports/clock.ts';
import type { RecordEntry } from '../../ports/record.ts';
import type { SessionHost } from '../../session-host.ts';
import type { TraceAnswer } from './trace.ts';

/** Answers questions and trials as the trace says its user and programs do. They answer later, never inside the question. */
export class Answers {
  readonly #left: { rule: TraceAnswer; times: number }[];
  readonly #trials = new Map<string, { session: string; candidate: string }>();

  constructor(rules: readonly TraceAnswer[], private readonly clock: Clock, private readonly core: SessionHost, private readonly nameOf: (session: string) => string) {
    this.#left = rules.map((rule) => ({ rule, times: rule.times ?? Number.POSITIVE_INFINITY }));
  }

  hear(entry: RecordEntry): void {
    if (entry.kind === 'offer') {
      const { id, session, candidate } = entry.offer;
      this.#answer('offer', session, candidate, (rule) => {
        if (this.core.engine.offerOf(session)?.id !== id) return;
        if (rule.answer === 'migrate') this.core.sessions.get(session)?.migrate();
        else if (rule.answer === 'ignore') this.core.sessions.get(session)?.ignore(rule.scope);
      });
    } else if (entry.kind === 'trialStarted') {
      this.#trials.set(entry.trial.id, { session: entry.trial.session, candidate: entry.trial.to });
    } else if (entry.kind === 'trialTested' && entry.passed) {
      const trial = this.#trials.get(entry.trial);
      if (!trial) return;
      this.#answer('trial', trial.session, trial.candidate, (rule) => {
        if (this.core.trial?.options.id !== entry.trial) return;
        if (rule.answer === 'accept') this.core.sessions.get(trial.session)?.accept();
        else if (rule.answer === 'reject') this.core.sessions.get(trial.session)?.reject();
      });
    }
  }

  #answer(to: TraceAnswer['to'], session: string, candidate: string, give: (rule: TraceAnswer) => void): void {
    const name = this.nameOf(session);
    const found = this.#left.find(({ rule, times }) => times > 0 && rule.to === to
      && (rule.session === undefined || rule.session === name) && (rule.candidate === undefined || rule.candidate === candidate));
    if (!found) return;
    found.times -= 1;
    this.clock.after(found.rule.after * 1000, () => { give(found.rule); });
  }
}
