import type { DriverFailure } from '../../contract/reason.ts';
import { failed } from '../../core/ports/driver.ts';
import { HelperError } from './helper.ts';

/** What went wrong on the way to the system, as a failure with its words. */
export function failureOf(error: unknown): DriverFailure {
  const words = error instanceof Error ? error.message : String(error);
  if (!(error instanceof HelperError)) return failed('failed', words).failure;
  switch (error.kind) {
    case 'cannot': return failed('notSupported', words).failure;
    case 'timedOut': return failed('timedOut', words).failure;
    case 'said': case 'ended': case 'nonsense': return failed('failed', words).failure;
  }
}
