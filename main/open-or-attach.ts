import { openHost } from '../app/host/index.ts';
import type { HostAccess, HostOptions } from '../app/host/host.ts';
import { attachHost, HandoverError, takePlace, type Hub, type HubPlace } from '../app/hub/index.ts';
import { program } from '../app/hub/program.ts';
import type { Log } from './log.ts';

export interface Wanted {
  host: HostOptions;
  /** Of the hub's socket. */
  path: string;
  log: Pick<Log, 'error'>;
  /** Told once it is not this program's own host: what that one was to be opened with counts for nothing. */
  attached?: () => void;
}

/**
 * The host of this program: its own, with a hub for other programs; or the one that runs already, which then keeps the
 * sessions when this program ends. Where the socket cannot be made safely the program works without other programs.
 */
export async function openOrAttach({ host, path, log, attached }: Wanted): Promise<HostAccess> {
  let place: HubPlace | null;
  try {
    place = await takePlace(path);
  } catch (cause) {
    log.error('Other programs cannot reach Handover', cause);
    return openHost(host);
  }
  if (place) return openOwn(host, place, log);
  try {
    const other = await attachHost(path, program);
    attached?.();
    return other;
  } catch (cause) {
    // It went between two questions.
    if (cause instanceof HandoverError && cause.code === 'notRunning') return openOrAttach({ host, path, log, ...(attached && { attached }) });
    throw cause;
  }
}

async function openOwn(options: HostOptions, place: HubPlace, log: Wanted['log']): Promise<HostAccess> {
  try {
    const host = await openHost(options);
    // Not waited for: the window is first, and who asks at the socket by then waits there.
    const serving: Promise<Hub | null> = place.serve({ host, program }).catch((cause: unknown) => {
      log.error('Other programs cannot reach Handover', cause);
      place.leave();
      return null;
    });
    return {
      desktop: host.desktop,
      snapshot: () => host.snapshot(),
      request: (client, name, input) => host.request(client, name, input),
      on: (event, handler) => host.on(event, handler),
      watch: (what) => host.watch(what),
      // Other programs are told before what they held goes.
      stop: async () => {
        (await serving)?.stop();
        await host.stop();
      },
    };
  } catch (cause) {
    place.leave();
    throw cause;
  }
}
