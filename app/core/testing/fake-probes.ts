import type { ProbeName } from '../carrier-test.ts';
import type { CarrierProbes, ProbedLink, ProbeOptions, ProbeResult } from '../ports/probes.ts';

/** Probes that answer when a test says so. Every question is kept: what, over which access point, and by which address or name. */
export class FakeProbes implements CarrierProbes {
  readonly asked: { probe: ProbeName; accessPoint: string; about: string | null; signal: AbortSignal; answer: (result: ProbeResult) => void }[] = [];
  systemAddress: string | null = null;

  systemCheckAddress(): string | null { return this.systemAddress; }
  gateway(link: ProbedLink, options: ProbeOptions): Promise<ProbeResult> { return this.#ask('gateway', link, null, options); }
  names(link: ProbedLink, name: string | null, options: ProbeOptions): Promise<ProbeResult> { return this.#ask('names', link, name, options); }
  internet(link: ProbedLink, address: string, options: ProbeOptions): Promise<ProbeResult> { return this.#ask('internet', link, address, options); }
  quality(link: ProbedLink, address: string, options: ProbeOptions): Promise<ProbeResult> { return this.#ask('quality', link, address, options); }

  /** Answers a question that was asked; throws where it was not. */
  answer(accessPoint: string, probe: ProbeName, result: ProbeResult): void {
    const question = this.asked.find((each) => each.accessPoint === accessPoint && each.probe === probe);
    if (!question) throw new Error(`${probe} of ${accessPoint} was not asked; asked: ${this.asked.map((each) => `${each.accessPoint} ${each.probe}`).join(', ')}`);
    question.answer(result);
  }

  #ask(probe: ProbeName, link: ProbedLink, about: string | null, { signal }: ProbeOptions): Promise<ProbeResult> {
    return new Promise((answer) => { this.asked.push({ probe, accessPoint: link.accessPoint, about, signal, answer }); });
  }
}
