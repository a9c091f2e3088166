import type { RequestName } from '../contract/contract.ts';
import type { Role } from '../contract/wire.ts';
import { HubError } from './rpc-error.ts';

/** What programs may ask beside everything about their own sessions; the host checks that these are their own. */
const forPrograms: readonly RequestName[] = ['state.get', 'manager.updateConfigurations', 'configuration.setConnectTimeout', 'trial.pause', 'trial.resume'];

/**
 * Which requests a role has. No wall: whoever reaches the socket is the user, and can say so. It keeps a program that
 * means itself from deciding for the user by mistake.
 */
export function maySpeak(role: Role, request: RequestName): void {
  if (role !== 'program' || request.startsWith('session.') || forPrograms.includes(request)) return;
  throw new HubError('notAllowed', `${request} is the user’s to ask. A program that speaks for the user says so in hello: "role": "user".`);
}
