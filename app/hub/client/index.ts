/**
 * Handover's client library (package export `handover/client`): sessions held for this process by the host of its user.
 *
 *   const handover = await connect({ name: 'my program' });
 *   const session = await handover.createSession(handover.manager.defaultConfiguration());
 *   session.open();
 *   if (await session.waitForOpened()) …
 */
export { connect, HandoverClient, type ClientEvents, type ConnectOptions } from './client.ts';
export { HandoverError } from './rpc.ts';
export { checkFolder, PlaceError, socketPath } from './place.ts';
export type { Meeting } from './meeting.ts';
export { ClientSession } from './session.ts';
export { ClientManager } from './manager.ts';
export { ClientConfiguration } from './configuration.ts';
export { Mirror, type Listener } from './mirror.ts';
export * from '../../contract/values.ts';
export type * from '../../contract/session.ts';
export type { EventName, EventPayload, RequestInput, RequestName, RequestOutput, SessionEvent } from '../../contract/contract.ts';
export type { HostState, SessionView, ConfigurationView } from '../../contract/state.ts';
