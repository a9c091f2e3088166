import { CannotError, outputs, type Answer, type Inputs, type Platform, type Question } from '../answers.ts';
import { HelperError, type Helper } from '../helper.ts';

/** For tests: asks a platform in this very process, with the same checks as the child's answers get. */
export class DirectHelper implements Helper {
  #isOver = false;
  #changed: () => void = () => {};
  #endWatch: () => void;

  constructor(private readonly platform: Platform) { this.#endWatch = platform.watch(() => { this.#changed(); }); }

  async ask<Q extends Question>(question: Q, input: Inputs[Q]): Promise<Answer<Q>> {
    if (this.#isOver) throw new HelperError('ended', 'Handover has let go of the Wi-Fi.');
    try {
      const ask = this.platform[question].bind(this.platform) as (input: Inputs[Q]) => Promise<unknown>;
      return outputs[question].parse(await ask(input)) as Answer<Q>;
    } catch (error) {
      throw new HelperError(error instanceof CannotError ? 'cannot' : 'said', error instanceof Error ? error.message : String(error));
    }
  }

  onChange(changed: () => void): void { this.#changed = changed; }

  end(): void {
    this.#isOver = true;
    this.#endWatch();
  }
}
