import type { DriverFailure } from '../contract/reason.ts';
import type { SessionError } from '../contract/values.ts';

/** Error strings of the reference (ENUM-08), in English; `app/text` has them in every language. */
const strings: Record<SessionError, string> = {
  unknownSessionError: 'Unknown session error.',
  sessionAbortedError: 'The session was aborted by the user or system.',
  roamingError: 'Roaming was aborted or is not possible.',
  operationNotSupportedError: 'The requested operation is not supported by the system.',
  invalidConfigurationError: 'The specified configuration cannot be used.',
};
/** Of a session that never had a usable configuration. */
export const invalidConfigurationString = 'Invalid configuration.';
export const timedOutString = 'Time ran out before the session was open.';

/** The error's string, with the platform's own reason where there is one. */
export function errorString(error: SessionError, failure?: DriverFailure): string {
  return failure?.detail ? `${strings[error]} ${failure.detail}` : strings[error];
}
