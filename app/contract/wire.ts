/**
 * How programs speak to Handover over its socket: JSON-RPC 2.0, one message a line of UTF-8. What can be asked is
 * contract.ts and socket.ts; here is what both ends need to know of the wire, without a schema.
 */
export const protocolVersion = 1;

/** Error codes of JSON-RPC, and ours (from −32001 down). `data.code` has the same as a word. */
export const errorCodes = {
  parse: -32700, invalidRequest: -32600, unknownMethod: -32601, invalidInput: -32602,
  failed: -32000, notFound: -32001, notAllowed: -32002, notSupported: -32003,
  /** Above a limit: size, rate, number of sessions, subscriptions or clients. */
  limit: -32010,
  /** The first message has to be `hello`. */
  noHello: -32011,
  /** No version in common; `data.versions` has ours. */
  version: -32012,
} as const;
export type ErrorWord = keyof typeof errorCodes;

export type MessageId = string | number;
export interface RpcError { readonly code: number; readonly message: string; readonly data?: { readonly code?: ErrorWord } }
/** What stands in a line: a request, a notification (no id), or an answer. */
export interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: MessageId | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: RpcError;
}

/**
 * Whom a connection speaks for. program: itself, on its own sessions · user: whoever sits at the machine, as the
 * command does; what it opens is the desktop's · window: the same, and there to be asked.
 */
export const roles = ['program', 'user', 'window'] as const;
export type Role = (typeof roles)[number];
