/** What kind of refusal it is, for programs. */
export const failureCodes = ['invalidInput', 'notFound', 'notAllowed', 'notSupported', 'failed'] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Thrown by a host's request handler; crosses every border as a RequestFailure (contract.ts). The message says what to do. */
export class RequestError extends Error {
  override name = 'RequestError';
  constructor(readonly code: FailureCode, message: string, options?: ErrorOptions) { super(message, options); }
}
