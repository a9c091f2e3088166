import dbus from 'dbus-native';
import { escapeMarkup } from '../app/text/index.ts';
import type { Log } from './log.ts';
import type { Notifier, NotifierMessage } from './notifier.ts';
import type { SessionBus } from './session-bus.ts';

const server = { destination: 'org.freedesktop.Notifications', path: '/org/freedesktop/Notifications', interface: 'org.freedesktop.Notifications' };
/** The key that a server reports for a click on the message itself. */
const clicked = 'default';

/**
 * Notifications with buttons on Linux, straight to org.freedesktop.Notifications, because Electron's own carry none
 * there before version 44. Source: the Desktop Notifications Specification 1.2.
 */
export async function openBusNotifier(bus: SessionBus, options: { icon: string; openLabel: () => string; log: Log }): Promise<Notifier> {
  let owner: string | null = null;
  let standing: { id: number; message: NotifierMessage } | null = null;
  // One step after the other: a withdrawal, and a button pressed at once, must find the id that the call before was given.
  let steps = Promise.resolve();
  const next = (step: () => Promise<void>) => {
    steps = steps.then(step).catch((cause: unknown) => options.log.error('A notification could not be shown or taken back', cause));
  };

  await bus.onSignal(server, ({ member, sender, values: [id, key] }) => next(async () => {
    if (standing === null || sender !== owner || id !== standing.id) return;
    const { message } = standing;
    if (member === 'NotificationClosed') standing = null;
    if (member === 'ActionInvoked' && typeof key === 'string') message.chosen(key === clicked ? 'open' : key);
  }));
  // A server that was replaced counts from the beginning: an id of the old one would be another program's message.
  await bus.watchName(server.destination, (now) => {
    if (now !== owner) standing = null;
    owner = now;
  });

  const call = (member: string, signature?: string, values?: unknown[]) => bus.call({ ...server, member }, signature, values);
  return {
    show: (message) => next(async () => {
      const offered = await call('GetCapabilities').catch(() => null);
      // No server answers: the window and the tray say the same.
      if (!Array.isArray(offered)) return;
      const buttons = offered.includes('actions') ? message.buttons : [];
      const body = offered.includes('body-markup') ? escapeMarkup(message.body) : message.body;
      const actions = [{ key: clicked, label: options.openLabel() }, ...buttons].flatMap(({ key, label }) => [key, label]);
      const hints = { urgency: new dbus.Variant('y', 1), category: new dbus.Variant('s', 'network'), 'desktop-entry': new dbus.Variant('s', 'handover') };
      const id = await call('Notify', 'susssasa{sv}i', ['Handover', standing?.id ?? 0, options.icon, message.title, body, actions, hints, -1]);
      if (typeof id === 'number') standing = { id, message };
    }),
    withdraw: () => next(async () => {
      if (standing === null) return;
      const { id } = standing;
      standing = null;
      // The server may have closed it in the same moment; then there is nothing left to take back.
      await call('CloseNotification', 'u', [id]).catch(() => undefined);
    }),
  };
}
