import type { SessionBus } from './session-bus.ts';

const watcher = { name: 'org.kde.StatusNotifierWatcher', path: '/StatusNotifierWatcher', interface: 'org.kde.StatusNotifierWatcher' };

/**
 * Tells whether anything on this desktop would show a tray icon, at once and at every change. Many desktops have
 * nothing of the kind, and hiding a window to a tray that is not there would lose it.
 */
export async function watchTrayHost(bus: SessionBus, told: (present: boolean) => void): Promise<void> {
  let last: boolean | null = null;
  let asked = 0;
  const look = async (owner: string | null) => {
    const question = ++asked;
    const present = owner !== null && await hasHost(bus);
    // A later change has its own answer.
    if (question !== asked || present === last) return;
    last = present;
    told(present);
  };
  let owner: string | null = null;
  await bus.onSignal(watcher, ({ member, sender }) => {
    if (sender === owner && (member === 'StatusNotifierHostRegistered' || member === 'StatusNotifierHostUnregistered')) void look(owner);
  });
  await new Promise<void>((first) => {
    void bus.watchName(watcher.name, (now) => {
      owner = now;
      void look(now).then(first);
    });
  });
}

const hasHost = async (bus: SessionBus): Promise<boolean> => {
  try {
    return await bus.call({ destination: watcher.name, path: watcher.path, interface: 'org.freedesktop.DBus.Properties', member: 'Get' }, 'ss', [watcher.interface, 'IsStatusNotifierHostRegistered']) === true;
  } catch { return false; }
};
