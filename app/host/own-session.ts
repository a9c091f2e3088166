import { RequestError } from '../contract/request-error.ts';
import type { ClientView } from '../contract/state.ts';
import type { Session } from '../core/session.ts';
import type { SessionHost } from '../core/session-host.ts';

/** A client reaches its own sessions; the desktop, where the user sits, reaches all. */
export function ownSessionOf(core: SessionHost, client: ClientView, id: string): Session {
  const session = core.sessions.get(id);
  if (!session) throw new RequestError('notFound', `There is no session "${id}"; it may have been disposed of. Look at the list of sessions again.`);
  if (session.client.id !== client.id && !client.isDesktop) throw new RequestError('notAllowed', `Session "${id}" belongs to ${session.client.name}. Only its own client and the desktop can act on it.`);
  return session;
}
