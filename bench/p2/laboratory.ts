import { createClient, messageType, type Message, type MessageBus } from 'dbus-native';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bus, toPlain } from '../../app/drivers/networkmanager/bus.ts';
import { labUnavailable, NetworkManagerLab, profileId } from '../../e2e/labs/networkmanager/lab.ts';
import { answer } from '../shared/answering.ts';

/**
 * The laboratory of P2 and P3: a real NetworkManager with two links up, as many stored profiles as asked for, and somebody who
 * counts the messages on its bus. Words: "up", answered with the bus's address; "profiles <number>"; "count", answered
 * with the messages of clients since it was asked last; "link up" and "link down", of the second link, answered with when that
 * was asked of NetworkManager (ms since the epoch, with fractions); "down".
 */
let lab: NetworkManagerLab | null = null;
let monitor: MessageBus | null = null;
let manager = '';
let messages = 0;
let lastMessage = 0;
let stored = 0;

const SETTLED = 100;
/**
 * What NetworkManager's package adds to the system bus (org.freedesktop.NetworkManager.conf). With dbus-daemon's own 128
 * pending replies nmcli fails to read more than about 130 profiles, and tells the rest as if there were no others.
 */
const limits = '<limit name="max_replies_per_connection">1024</limit><limit name="max_match_rules_per_connection">2048</limit>';

/** A client's own calls and the answers to them; signals go to everybody, and NetworkManager's talk with the bus is its own. */
function count(message: Message): void {
  lastMessage = performance.now();
  if (message.type === messageType.signal) return;
  const isClient = (name: string | undefined): boolean => name !== undefined && name.startsWith(':') && name !== manager && name !== monitor?.name;
  if (isClient(message.sender) || isClient(message.destination)) messages += 1;
}

async function up(): Promise<{ busAddress: string }> {
  const reason = labUnavailable();
  if (reason !== null) return Promise.reject(new Error(reason));
  lab = await NetworkManagerLab.up();
  const client = createClient({ busAddress: lab.busAddress });
  monitor = client;
  const call = (name: string, member: string, more: Message = {}): Promise<unknown> => new Promise((resolve, reject) => {
    client.invoke({ destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: name, member, ...more }, (error: unknown, value: unknown) => (error ? reject(error as Error) : resolve(value)));
  });
  const configuration = join(lab.folder, 'bus.conf');
  writeFileSync(configuration, readFileSync(configuration, 'utf8').replace('</busconfig>', `${limits}</busconfig>`));
  await call('org.freedesktop.DBus', 'ReloadConfig');
  manager = String(await call('org.freedesktop.DBus', 'GetNameOwner', { signature: 's', body: ['org.freedesktop.NetworkManager'] }));
  client.connection.on('message', count);
  await call('org.freedesktop.DBus.Monitoring', 'BecomeMonitor', { signature: 'asu', body: [[], 0] });
  return { busAddress: lab.busAddress };
}

/** Half of them wired, half Wi-Fi; none comes up by itself. The lab's own two are among them. */
function profiles(number: number): { stored: number } {
  if (!lab) throw new Error('the laboratory is not up');
  const folder = join(lab.folder, 'manager', 'system-connections');
  mkdirSync(folder, { recursive: true });
  for (stored = Math.max(stored, 2); stored < number; stored += 1) {
    const uuid = `00000000-0000-4000-8000-${String(stored).padStart(12, '0')}`;
    const [type, more] = stored % 2 === 0 ? ['ethernet', ''] : ['wifi', `[wifi]\nmode=infrastructure\nssid=Place ${stored}\n\n[wifi-security]\nkey-mgmt=wpa-psk\npsk=not-a-secret\n\n`];
    writeFileSync(join(folder, `place${stored}.nmconnection`), `[connection]\nid=Place ${stored}\nuuid=${uuid}\ntype=${type}\nautoconnect=false\n\n${more}[ipv4]\nmethod=auto\n\n[ipv6]\nmethod=auto\n`, { mode: 0o600 });
  }
  lab.nmcli('connection', 'reload');
  return { stored };
}

/** What NetworkManager says to itself in the meantime does not count, but its last word is waited for. */
async function counted(): Promise<{ messages: number }> {
  while (performance.now() - lastMessage < SETTLED) await new Promise((resolve) => setTimeout(resolve, 10));
  const since = messages;
  messages = 0;
  return { messages: since };
}

/** One call to NetworkManager: what it does then, everybody hears at the same time. */
async function link(way: string): Promise<{ at: number }> {
  if (!lab) throw new Error('the laboratory is not up');
  const bus = await Bus.connect(lab.busAddress);
  const service = { destination: 'org.freedesktop.NetworkManager', path: '/org/freedesktop/NetworkManager', interface: 'org.freedesktop.NetworkManager' };
  try {
    const [managed] = await bus.call({ destination: service.destination, path: '/org/freedesktop', interface: 'org.freedesktop.DBus.ObjectManager', member: 'GetManagedObjects' });
    const objects = toPlain<Record<string, Record<string, Record<string, unknown>>>>(managed);
    const active = Object.entries(objects).find(([, each]) => each['org.freedesktop.NetworkManager.Connection.Active']?.['Uuid'] === profileId(1))?.[0];
    const [profile] = await bus.call({ ...service, path: '/org/freedesktop/NetworkManager/Settings', interface: 'org.freedesktop.NetworkManager.Settings', member: 'GetConnectionByUuid', signature: 's', body: [profileId(1)] });
    const at = performance.timeOrigin + performance.now();
    if (way === 'up') await bus.call({ ...service, member: 'ActivateConnection', signature: 'ooo', body: [profile, '/', '/'] });
    else await bus.call({ ...service, member: 'DeactivateConnection', signature: 'o', body: [active] });
    return { at };
  } finally {
    await bus.close();
  }
}

await answer(async (word) => {
  const [command = '', number = ''] = word.split(' ');
  switch (command) {
    case 'up': return up();
    case 'profiles': return profiles(Number(number));
    case 'count': return counted();
    case 'link': return link(number);
    case 'down':
      await monitor?.close();
      await lab?.down();
      return {};
    default: throw new Error(`There is no word ${word}.`);
  }
});
