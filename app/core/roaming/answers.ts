import { noAnswers, type RuleAnswer, type StandingAnswers, type UserMode } from '../../contract/answers.ts';
import type { OfferReason } from '../../contract/reason.ts';
import type { RoamingMemory } from './memory.ts';

export interface AnswersOptions {
  /** Where what was ignored is kept, beside the back-offs that end by themselves. */
  memory: RoamingMemory;
  now: () => number;
  /** Answers changed: to be stored, shown, and looked at anew. Of a pin, the access point that looks different for it. */
  onChanged: (pinned?: string) => void;
}

/** The user's answers that stand until they are taken back: what is ignored, rules, pins, and how service networks roam. */
export class Answers {
  readonly #rules = new Map<string, RuleAnswer>();
  readonly #pins = new Set<string>();
  readonly #modes = new Map<string, UserMode>();

  constructor(private readonly options: AnswersOptions) {}

  /** As stored before. */
  load(stored: StandingAnswers = noAnswers): void {
    for (const { current, candidate, until } of stored.ignored) this.options.memory.exclude(current, candidate, until);
    for (const rule of stored.rules) this.#rules.set(rule.id, rule);
    for (const pin of stored.pins) this.#pins.add(pin);
    for (const [network, mode] of Object.entries(stored.modes)) this.#modes.set(network, mode);
  }

  view(): StandingAnswers {
    const ignored = this.options.memory.exclusions(this.options.now()).map((each) => ({ id: `ignored ${each.current ?? ''} ${each.candidate}`, ...each }));
    return { ignored, rules: [...this.#rules.values()], pins: [...this.#pins], modes: Object.fromEntries(this.#modes) };
  }

  /** An ignore was given a scope that stands. */
  ignored(): void { this.options.onChanged(); }

  addRule(current: string, when: OfferReason['code']): void {
    const id = ruleId(current, when);
    if (this.#rules.has(id)) return;
    this.#rules.set(id, { id, current, when });
    this.options.onChanged();
  }

  /** The rule that answers such an offer; null: the user is to be asked. */
  ruleFor(current: string, when: OfferReason['code']): RuleAnswer | null { return this.#rules.get(ruleId(current, when)) ?? null; }

  /** Takes an ignore or a rule back. False: there is none of that id. */
  remove(id: string): boolean {
    const ignored = this.view().ignored.find((each) => each.id === id);
    if (ignored) this.options.memory.lift(ignored.current, ignored.candidate);
    else if (!this.#rules.delete(id)) return false;
    this.options.onChanged();
    return true;
  }

  isPinned(accessPoint: string): boolean { return this.#pins.has(accessPoint); }

  pin(accessPoint: string, pinned: boolean): void {
    if (pinned === this.#pins.has(accessPoint)) return;
    if (pinned) this.#pins.add(accessPoint);
    else this.#pins.delete(accessPoint);
    this.options.onChanged(accessPoint);
  }

  modeOf(network: string): UserMode | null { return this.#modes.get(network) ?? null; }

  /** null: as without a word of the user's. */
  setMode(network: string, mode: UserMode | null): void {
    if (mode === this.modeOf(network)) return;
    if (mode === null) this.#modes.delete(network);
    else this.#modes.set(network, mode);
    this.options.onChanged();
  }
}

const ruleId = (current: string, when: OfferReason['code']): string => `rule ${when} ${current}`;
