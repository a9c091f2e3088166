import { existsSync } from 'node:fs';
import { join } from 'node:path';
import dbus, { type Message } from 'dbus-native';
import type { Log } from './log.ts';

/** What tray and notifications need of the Linux session bus. */
export interface SessionBus {
  /** Rejects with the service's error, or after 5 s. Resolves to the answer's value, or to an array where it has several. */
  call(address: { destination: string; path: string; interface: string; member: string }, signature?: string, values?: unknown[]): Promise<unknown>;
  /** Tells the present owner of a name (its unique name; null: nobody), and every later one. */
  watchName(name: string, told: (owner: string | null) => void): Promise<void>;
  /** Every signal of an interface at a path that is meant for this session; the sender is a unique name. */
  onSignal(source: { path: string; interface: string }, told: (signal: { member: string; sender: string; values: unknown[] }) => void): Promise<void>;
}

/** ms */
const callLimit = 5_000;
const signalType = 4;
const busName = 'org.freedesktop.DBus';

/** null where there is no session bus, which is no error: a window needs none. */
export async function connectSessionBus(log: Log): Promise<SessionBus | null> {
  const address = busAddress();
  if (address === null) return null;
  try {
    const bus = dbus.sessionBus({ busAddress: address, timeout: callLimit });
    // Without a listener an error of the connection would end the program.
    bus.connection.on('error', (cause) => log.error('The session bus failed', cause));
    const wrapped = wrap(bus);
    await wrapped.call({ destination: busName, path: '/org/freedesktop/DBus', interface: busName, member: 'GetId' });
    return wrapped;
  } catch (cause) {
    log.error('The session bus cannot be used: no tray, no notification', cause);
    return null;
  }
}

function busAddress(): string | null {
  const given = process.env['DBUS_SESSION_BUS_ADDRESS'];
  // Chromium says so in its own environment where it was given none.
  if (given && !given.startsWith('disabled:')) return given;
  const folder = process.env['XDG_RUNTIME_DIR'];
  const usual = folder ? join(folder, 'bus') : null;
  return usual && existsSync(usual) ? `unix:path=${usual}` : null;
}

function wrap(bus: ReturnType<typeof dbus.sessionBus>): SessionBus {
  const call: SessionBus['call'] = async (address, signature, values) =>
    bus.invoke({ ...address, ...(signature ? { signature, body: values ?? [] } : {}) });
  const listen = async (rule: string, fits: (message: Message) => boolean, told: (message: Message) => void) => {
    bus.connection.on('message', (message: Message) => { if (message.type === signalType && fits(message)) told(message); });
    await bus.addMatch(`type='signal',${rule}`);
  };
  return {
    call,
    async watchName(name, told) {
      await listen(`sender='${busName}',interface='${busName}',member='NameOwnerChanged',arg0='${name}'`,
        (message) => message.sender === busName && message.member === 'NameOwnerChanged' && message.body?.[0] === name,
        (message) => told(ownerOf(message.body?.[2])));
      const owner = await call({ destination: busName, path: '/org/freedesktop/DBus', interface: busName, member: 'GetNameOwner' }, 's', [name]).catch(() => null);
      told(ownerOf(owner));
    },
    onSignal: (source, told) => listen(`interface='${source.interface}',path='${source.path}'`,
      (message) => message.interface === source.interface && message.path === source.path,
      (message) => told({ member: message.member ?? '', sender: message.sender ?? '', values: message.body ?? [] })),
  };
}

const ownerOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
