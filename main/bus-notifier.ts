import dbus from 'dbus-native';
import { escapeMarkup } from '../app/text/index.ts';
import type { Log } from './log.ts';
import type { NotificationPlace, Notifier, NotifierMessage } from './notifier.ts';
import type { SessionBus } from './session-bus.ts';

const server = { destination: 'org.freedesktop.Notifications', path: '/org/freedesktop/Notifications', interface: 'org.freedesktop.Notifications' };
const properties = { ...server, interface: 'org.freedesktop.DBus.Properties' };
/** The key that a server reports for a click on the message itself. */
const clicked = 'default';
const urgency: Record<NotificationPlace, number> = { prompt: 1, news: 0, cap: 1 };

interface Standing { readonly id: number; readonly message: NotifierMessage }

/**
 * Notifications with buttons on Linux, straight to org.freedesktop.Notifications, because Electron's own carry none
 * there before version 44. Source: the Desktop Notifications Specification 1.2; its property Inhibited is what "do not
 * disturb" sets, where a server has it. While it is set nothing is sent; what still matters afterwards is shown then.
 */
export async function openBusNotifier(bus: SessionBus, options: { icon: string; openLabel: () => string; log: Log }): Promise<Notifier> {
  let owner: string | null = null;
  let isInhibited = false;
  const standing = new Map<NotificationPlace, Standing>();
  const held = new Map<NotificationPlace, NotifierMessage>();
  // One step after the other: a withdrawal, and a button pressed at once, must find the id that the call before was given.
  let steps = Promise.resolve();
  const next = (step: () => Promise<void>) => {
    steps = steps.then(step).catch((cause: unknown) => options.log.error('A notification could not be shown or taken back', cause));
  };
  const call = (member: string, signature?: string, values?: unknown[]) => bus.call({ ...server, member }, signature, values);

  const send = async (place: NotificationPlace, message: NotifierMessage): Promise<void> => {
    const offered = await call('GetCapabilities').catch(() => null);
    // No server answers: the window and the tray say the same.
    if (!Array.isArray(offered)) return;
    const hasButtons = offered.includes('actions');
    const words = !hasButtons && message.buttonless ? `${message.body} ${message.buttonless}` : message.body;
    const body = offered.includes('body-markup') ? escapeMarkup(words) : words;
    const actions = [{ key: clicked, label: options.openLabel() }, ...(hasButtons ? message.buttons : [])].flatMap(({ key, label }) => [key, label]);
    const hints = { urgency: new dbus.Variant('y', urgency[place]), category: new dbus.Variant('s', 'network'), 'desktop-entry': new dbus.Variant('s', 'handover') };
    const id = await call('Notify', 'susssasa{sv}i', ['Handover', standing.get(place)?.id ?? 0, options.icon, message.title, body, actions, hints, -1]);
    if (typeof id === 'number') standing.set(place, { id, message });
  };
  const readInhibited = async (): Promise<void> => {
    // Many servers do not have it: then nobody is disturbed against their will as far as we can know.
    isInhibited = owner !== null && await bus.call({ ...properties, member: 'Get' }, 'ss', [server.interface, 'Inhibited']).catch(() => false) === true;
    if (isInhibited) return;
    for (const [place, message] of [...held]) {
      held.delete(place);
      await send(place, message);
    }
  };

  await bus.onSignal(server, ({ member, sender, values: [id, key] }) => next(async () => {
    if (sender !== owner) return;
    for (const [place, { id: own, message }] of standing) {
      if (own !== id) continue;
      if (member === 'NotificationClosed') standing.delete(place);
      if (member === 'ActionInvoked' && typeof key === 'string') message.chosen(key === clicked ? 'open' : key);
    }
  }));
  await bus.onSignal(properties, ({ member, sender }) => { if (member === 'PropertiesChanged' && sender === owner) next(readInhibited); });
  // A server that was replaced counts from the beginning: an id of the old one would be another program's message.
  await bus.watchName(server.destination, (now) => {
    if (now !== owner) standing.clear();
    owner = now;
    next(readInhibited);
  });

  return {
    show: (place, message) => next(async () => {
      if (isInhibited) held.set(place, message);
      else await send(place, message);
    }),
    withdraw: (place) => next(async () => {
      held.delete(place);
      const stands = standing.get(place);
      if (!stands) return;
      standing.delete(place);
      // The server may have closed it in the same moment; then there is nothing left to take back.
      await call('CloseNotification', 'u', [stands.id]).catch(() => undefined);
    }),
  };
}
