import type { DriverFailure } from '../../contract/reason.ts';
import { failed, type Outcome } from '../../core/ports/driver.ts';
import { BusError } from './bus.ts';

/** Thrown inside the driver where a command cannot go on; commands turn it into their outcome. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
  constructor(readonly failure: DriverFailure) { super(failure.detail); }
}

export const fail = (code: DriverFailure['code'], detail: string, stage?: string): CommandFailure => new CommandFailure(failed(code, detail, stage).failure);

export const managerGone = (reason: string): CommandFailure => fail('managerGone', `NetworkManager is not there: ${reason}.`);
export const cancelled = (): CommandFailure => fail('cancelled', 'It was called off.');

/** Runs a command's body; whatever it throws becomes a failure with words. A command never rejects. */
export async function outcome<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

const notFound = ['UnknownConnection', 'UnknownDevice', 'ConnectionNotActive', 'ConnectionNotAvailable', 'InvalidConnection'];
const notAllowed = ['PermissionDenied', 'AccessDenied', 'AuthFailed'];
const gone = ['ServiceUnknown', 'NameHasNoOwner', 'Disconnected'];

/** Whatever went wrong, as a typed failure. The platform's own words stay in it. */
export function failureOf(error: unknown): DriverFailure {
  if (error instanceof CommandFailure) return error.failure;
  if (!(error instanceof BusError)) return failed('failed', error instanceof Error ? error.message : String(error)).failure;
  const name = error.dbusName.slice(error.dbusName.lastIndexOf('.') + 1);
  switch (error.kind) {
    case 'lost': return managerGone(error.message).failure;
    case 'aborted': return cancelled().failure;
    case 'timedOut': return failed('timedOut', 'NetworkManager did not answer in time.').failure;
    case 'reply':
      // NoReply as an answer of the bus: NetworkManager went away with our call in its hands.
      if (name === 'NoReply' || gone.includes(name)) return managerGone(error.message).failure;
      if (notAllowed.includes(name)) return failed('notAllowed', `This user may not do that: ${error.message}`).failure;
      if (notFound.includes(name)) return failed('notFound', error.message).failure;
      return failed('failed', `NetworkManager says: ${error.message}`).failure;
  }
}

/** True where the thing to be undone is gone already: an undo that comes too late has succeeded. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof BusError) || error.kind !== 'reply') return false;
  const name = error.dbusName.slice(error.dbusName.lastIndexOf('.') + 1);
  return ['UnknownObject', 'UnknownMethod', 'ConnectionNotActive', 'NotActive', 'UnknownInterface'].includes(name);
}
