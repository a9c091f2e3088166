import { errorCodes, type ErrorWord, type RpcError } from '../contract/wire.ts';
import { RequestError } from '../contract/request-error.ts';

/** A refusal by the hub itself. */
export class HubError extends Error {
  override name = 'HubError';
  constructor(readonly word: ErrorWord, message: string, readonly data: Readonly<Record<string, unknown>> = {}) { super(message); }
}

/** What is told of an error; of one that nobody expected, its message. */
export function rpcErrorOf(cause: unknown): RpcError {
  if (cause instanceof HubError) return { code: errorCodes[cause.word], message: cause.message, data: { ...cause.data, code: cause.word } };
  const word = cause instanceof RequestError ? cause.code : 'failed';
  return { code: errorCodes[word], message: cause instanceof Error ? cause.message : String(cause), data: { code: word } };
}
