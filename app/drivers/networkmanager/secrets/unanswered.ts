import { cancelled, CommandFailure, fail } from '../failures.ts';
import type { OwnActivation } from '../manager-life.ts';

/** Why an activation of ours ended, given what became of the question for a secret in it. */
export function causeOf({ unanswered }: OwnActivation, error: unknown): unknown {
  if (unanswered === 'refused') return cancelled();
  if (unanswered !== 'nobodyThere' || !(error instanceof CommandFailure)) return error;
  switch (error.failure.code) {
    case 'wrongSecret': return fail('wrongSecret', 'The stored password is wrong, and no window of Handover is there to ask for another. Give one with handover connect --new-password, or connect in a window.', error.failure.stage);
    case 'secretNeeded': return fail('secretNeeded', 'A password is needed, and no window of Handover is there to ask for it. Give it with handover connect --new-password, or connect in a window.', error.failure.stage);
    default: return error;
  }
}
