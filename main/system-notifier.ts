import { Notification } from 'electron';
import type { NotificationPlace, Notifier } from './notifier.ts';

/** Electron's own notifications, for Windows and macOS, which mind "do not disturb" themselves. Where they show no buttons, a click opens the window. */
export function systemNotifier(): Notifier {
  const standing = new Map<NotificationPlace, Notification>();
  const withdraw = (place: NotificationPlace) => {
    standing.get(place)?.close();
    standing.delete(place);
  };
  return {
    show(place, { title, body, buttons, chosen }) {
      withdraw(place);
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body, silent: true, actions: buttons.map(({ label }) => ({ type: 'button', text: label })) });
      notification.on('click', () => chosen('open'));
      notification.on('action', (_event, index: number) => { const button = buttons[index]; if (button) chosen(button.key); });
      notification.show();
      standing.set(place, notification);
    },
    withdraw,
  };
}
