import { RequestError, type RequestFailure } from '../app/contract/contract.ts';
import { programRequests, windowRequests, type ProgramHandlers, type ProgramRequestName, type WindowRequestName } from '../app/contract/program.ts';
import type { HostAccess } from '../app/host/host.ts';
import type { Log } from './log.ts';

/** The gate of the bridge: what may be asked (docs/security.md); who may ask is own-page.ts. */
export interface GateOptions {
  readonly log: Log;
  /** What is asked of the program itself. */
  readonly program: ProgramHandlers;
}

/** Carries out what the page asks; the page itself holds the answer against the contract (renderer/store/host-link.ts). Always answers: `{ "ok": output }`, or `{ "failure": RequestFailure }` as JSON. */
export async function answerRequest(opening: Promise<HostAccess>, name: unknown, inputJson: unknown, options: GateOptions): Promise<string> {
  try {
    return JSON.stringify({ ok: await carryOut(opening, name, inputJson, options) });
  } catch (cause) {
    if (!(cause instanceof RequestError)) options.log.error(`The request ${String(name)} failed`, cause);
    return JSON.stringify({ failure: failureOf(cause) });
  }
}

async function carryOut(opening: Promise<HostAccess>, name: unknown, inputJson: unknown, { program }: GateOptions): Promise<unknown> {
  if (!isRequestName(name)) throw new RequestError('invalidInput', `There is no request of the name ${JSON.stringify(name)?.slice(0, 80)}.`);
  const input = windowRequests[name].input.safeParse(fromJson(inputJson));
  if (!input.success) throw new RequestError('invalidInput', `The input of ${name} does not fit: ${input.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')}`);
  return isOfProgram(name) ? await (program[name] as (input: unknown) => unknown)(input.data) : await askHost(await opening, name, input.data);
}

const askHost = (host: HostAccess, name: Exclude<WindowRequestName, ProgramRequestName>, input: unknown): Promise<unknown> => host.request(host.desktop, name, input as never);

const isRequestName = (name: unknown): name is WindowRequestName => typeof name === 'string' && Object.hasOwn(windowRequests, name);
const isOfProgram = (name: WindowRequestName): name is ProgramRequestName => Object.hasOwn(programRequests, name);

function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') throw new RequestError('invalidInput', 'The input of a request is a JSON text.');
  try { return JSON.parse(text); } catch { throw new RequestError('invalidInput', 'The input of the request is no JSON.'); }
}

const failureOf = (cause: unknown): RequestFailure => cause instanceof RequestError
  ? { code: cause.code, message: cause.message }
  : { code: 'failed', message: cause instanceof Error ? cause.message : String(cause) };
