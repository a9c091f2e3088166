import { createServer, type Socket } from 'node:net';
import type { Host } from '../host/host.ts';
import { claimPlace } from './claim-place.ts';
import { meetingHere, type Meeting, type Words } from './client/meeting.ts';
import { Connection } from './connection.ts';
import { defaultLimits, type HubLimits } from './limits.ts';
import { peerReader, type PeerOf } from './peer.ts';
import { HubError, rpcErrorOf } from './rpc-error.ts';

export interface HubOptions {
  host: Host;
  /** Name and version, told in the handshake. */
  program: string;
  limits?: Partial<HubLimits>;
  /** Who is at the other end; by default the kernel's word. */
  peerOf?: PeerOf;
}

/** The host's interface for other processes. */
export interface Hub {
  readonly path: string;
  /** A window is attached: there is somebody who can be asked. */
  readonly hasWindow: boolean;
  /** Says goodbye to all clients, and leaves the place. */
  stop(): void;
}

/** The place is ours, before there is a host: who comes by then waits. */
export interface HubPlace {
  serve(options: HubOptions): Promise<Hub>;
  /** There will be no host. */
  leave(): void;
}

/**
 * Takes the place where clients look for their host, so that two never start side by side. null: another host has it.
 *
 * @param path of the socket, or of the file that names the pipe (client/meeting.ts)
 * @throws PlaceError when its folder cannot be trusted
 */
export async function takePlace(path: string, meeting: Meeting = meetingHere): Promise<HubPlace | null> {
  const waiting: Socket[] = [];
  let welcome = (socket: Socket): void => { waiting.push(socket); };
  // Below every limit of what may wait unread, so that 'drain' is told whenever one was reached.
  const server = createServer({ highWaterMark: 2000 }, (socket) => { welcome(socket); });
  const claim = await claimPlace(server, path, meeting);
  if (!claim) return null;
  const stop = () => {
    claim.leave();
    server.close();
    for (const socket of waiting) socket.destroy();
  };
  return {
    leave: stop,
    async serve({ host, program, limits, peerOf }) {
      const hub = new SocketHub(host, program, { ...defaultLimits, ...limits }, claim.words, peerOf ?? await peerReader());
      welcome = (socket) => { hub.welcome(socket); };
      for (const socket of waiting.splice(0)) hub.welcome(socket);
      return {
        path,
        get hasWindow() { return hub.hasWindow; },
        stop() { stop(); hub.end(); },
      };
    },
  };
}

class SocketHub {
  readonly #connections = new Set<Connection>();
  readonly #lingering = new Map<NodeJS.Timeout, () => void>();
  readonly #offs: (() => void)[];

  constructor(private readonly host: Host, private readonly program: string, private readonly limits: HubLimits, private readonly words: Words | null, private readonly peerOf: PeerOf) {
    this.#offs = [
      host.on('state.patch', (patch) => { this.#each((connection) => { connection.patch(patch); }); }),
      host.on('session.event', (payload) => { this.#each((connection) => { connection.sessionEvent(payload); }); }),
      host.on('manager.updateCompleted', () => { this.#each((connection) => { connection.updateCompleted(); }); }),
      ...(['session.probe', 'session.probeOver'] as const).map((event) => host.on(event, (payload) => { this.#toOwner(payload.session, event, payload); })),
    ];
  }

  get hasWindow(): boolean { return [...this.#connections].some(({ isWindow }) => isWindow); }

  welcome(socket: Socket): void {
    const peer = this.peerOf(socket);
    const own = process.getuid?.();
    if (peer && own !== undefined && peer.uid !== own) {
      refuse(socket, new HubError('notAllowed', `This is the Handover of another user (id ${own}). Use your own.`));
      return;
    }
    if (this.#connections.size >= this.limits.clients) {
      refuse(socket, new HubError('limit', `Handover has ${this.limits.clients} clients, which is all that it takes. Try again when one has gone.`));
      return;
    }
    this.#connections.add(new Connection(socket, {
      host: this.host, limits: this.limits, peer, program: this.program, words: this.words,
      onGone: (connection, release, linger) => {
        this.#connections.delete(connection);
        if (linger === 0) { release(); return; }
        const timer = setTimeout(() => { this.#lingering.delete(timer); release(); }, linger);
        this.#lingering.set(timer, release);
      },
    }));
  }

  end(): void {
    for (const off of this.#offs) off();
    for (const connection of this.#connections) connection.drop('The host ends.');
    for (const [timer, release] of this.#lingering) { clearTimeout(timer); release(); }
    this.#lingering.clear();
  }

  #each(act: (connection: Connection) => void): void { for (const connection of this.#connections) act(connection); }

  #toOwner(session: string, method: string, params: unknown): void {
    const owner = this.host.snapshot().state.sessions[session]?.client.id;
    this.#each((connection) => { if (connection.clientId === owner) connection.tell(method, params); });
  }
}

/** Says why, and hangs up. */
function refuse(socket: Socket, cause: HubError): void {
  socket.on('error', () => { /* It has gone already. */ });
  socket.end(`${JSON.stringify({ jsonrpc: '2.0', id: null, error: rpcErrorOf(cause) })}\n`);
  socket.resume();
  setTimeout(() => { socket.destroy(); }, 500).unref();
}
