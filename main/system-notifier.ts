import { Notification } from 'electron';
import type { Notifier } from './notifier.ts';

/** Electron's own notifications, for Windows and macOS. Where they show no buttons, a click opens the window. */
export function systemNotifier(): Notifier {
  let standing: Notification | null = null;
  const withdraw = () => {
    standing?.close();
    standing = null;
  };
  return {
    show({ title, body, buttons, chosen }) {
      withdraw();
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body, silent: true, actions: buttons.map(({ label }) => ({ type: 'button', text: label })) });
      notification.on('click', () => chosen('open'));
      notification.on('action', (_event, index: number) => { const button = buttons[index]; if (button) chosen(button.key); });
      notification.show();
      standing = notification;
    },
    withdraw,
  };
}
