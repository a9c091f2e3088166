import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { RequestError, requests, type RequestFailure, type RequestName } from '../app/contract/contract.ts';
import type { HostAccess } from '../app/host/host.ts';
import type { Log } from './log.ts';
import { pageOrigin } from './page.ts';

/** The gate of the bridge: who may ask, and what may be asked (docs/security.md). */
export interface GateOptions {
  readonly log: Log;
  /** In development answers are held against the contract too. */
  readonly checkOutput: boolean;
}

/** Thrown at a sender that has no business here; it learns nothing else. */
export class ForeignSenderError extends Error {
  override name = 'ForeignSenderError';
  constructor() { super('This page may not speak to Handover.'); }
}

/** Our own window's main frame, at our own origin: what another window, a frame inside, or a page gone elsewhere is not. */
export function isOwnPage(event: Pick<IpcMainEvent | IpcMainInvokeEvent, 'senderFrame'>, window: Pick<BrowserWindow, 'isDestroyed' | 'webContents'>): boolean {
  const frame = event.senderFrame;
  return frame !== null && !window.isDestroyed() && frame === window.webContents.mainFrame && frame.origin === pageOrigin;
}

/** Carries out what the page asks. Always answers: `{ "ok": output }`, or `{ "failure": RequestFailure }` as JSON. */
export async function answerRequest(opening: Promise<HostAccess>, name: unknown, inputJson: unknown, { log, checkOutput }: GateOptions): Promise<string> {
  try {
    return JSON.stringify({ ok: await carryOut(opening, name, inputJson, checkOutput) });
  } catch (cause) {
    if (!(cause instanceof RequestError)) log.error(`The request ${String(name)} failed`, cause);
    return JSON.stringify({ failure: failureOf(cause) });
  }
}

async function carryOut(opening: Promise<HostAccess>, name: unknown, inputJson: unknown, checkOutput: boolean): Promise<unknown> {
  if (!isRequestName(name)) throw new RequestError('invalidInput', `There is no request of the name ${JSON.stringify(name)?.slice(0, 80)}.`);
  const input = requests[name].input.safeParse(fromJson(inputJson));
  if (!input.success) throw new RequestError('invalidInput', `The input of ${name} does not fit: ${input.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')}`);
  const host = await opening;
  const output: unknown = await host.request(host.desktop, name, input.data);
  if (checkOutput) requests[name].output.parse(output);
  return output;
}

const isRequestName = (name: unknown): name is RequestName => typeof name === 'string' && Object.hasOwn(requests, name);

function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') throw new RequestError('invalidInput', 'The input of a request is a JSON text.');
  try { return JSON.parse(text); } catch { throw new RequestError('invalidInput', 'The input of the request is no JSON.'); }
}

const failureOf = (cause: unknown): RequestFailure => cause instanceof RequestError
  ? { code: cause.code, message: cause.message }
  : { code: 'failed', message: cause instanceof Error ? cause.message : String(cause) };
