import { EventEmitter, once } from 'node:events';
import dbus from 'dbus-native';
import { readable } from './tray-host.ts';

/** What a program asked the desktop to show. */
export interface ShownNotification {
  id: number;
  /** Id of the one whose place it takes; 0: none. */
  replaces: number;
  title: string;
  body: string;
  /** Keys and labels of its buttons, "default" for a click on the whole. */
  actions: Record<string, string>;
}

export interface TestNotificationServer {
  /** All that stand now. */
  readonly standing: readonly ShownNotification[];
  /** All that were ever shown. */
  readonly shown: readonly ShownNotification[];
  /** The next one, or the one that stands. */
  next(): Promise<ShownNotification>;
  /** Until none stands. */
  gone(): Promise<void>;
  press(notification: ShownNotification, key: string): void;
  /** Do not disturb, on or off. */
  inhibit(inhibited: boolean): void;
  stop(): Promise<void>;
}

const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';

/** A server of the Desktop Notifications Specification 1.2 that remembers what it is told. */
export async function startNotificationServer(busAddress: string, capabilities: readonly string[] = ['body', 'actions']): Promise<TestNotificationServer> {
  const bus = dbus.sessionBus({ busAddress });
  const shown: ShownNotification[] = [];
  let standing: ShownNotification[] = [];
  let isInhibited = false;
  const changes = new EventEmitter();
  const close = (id: number, reason: number) => {
    standing = standing.filter((one) => one.id !== id);
    exported.emit['NotificationClosed']?.(id, reason);
    changes.emit('change');
  };
  const exported = dbus.defineInterface({
    name,
    methods: {
      GetCapabilities: { out: { capabilities: 'as' }, handler: () => [...capabilities] },
      GetServerInformation: { out: { name: 's', vendor: 's', version: 's', spec: 's' }, handler: () => ({ name: 'test', vendor: 'test', version: '1', spec: '1.2' }) },
      Notify: {
        in: { application: 's', replaces: 'u', icon: 's', summary: 's', body: 's', actions: 'as', hints: 'a{sv}', timeout: 'i' }, out: { id: 'u' },
        handler({ replaces, summary, body, actions }: { replaces: number; summary: string; body: string; actions: string[] }) {
          const id = replaces === 0 ? shown.length + 1 : replaces;
          const pairs = actions.flatMap((key, index) => (index % 2 === 0 ? [[key, actions[index + 1] ?? ''] as const] : []));
          const notification = { id, replaces, title: readable(summary), body: readable(body), actions: Object.fromEntries(pairs) };
          shown.push(notification);
          standing = [...standing.filter((one) => one.id !== id), notification];
          // After the answer, so that whoever awaits it can press a button that its program knows of.
          setImmediate(() => changes.emit('change'));
          return id;
        },
      },
      CloseNotification: { in: { id: 'u' }, handler: ({ id }: { id: number }) => { close(id, 3); return null; } },
    },
    properties: { Inhibited: { type: 'b', access: 'read', get: () => isInhibited } },
    signals: { NotificationClosed: { args: { id: 'u', reason: 'u' } }, ActionInvoked: { args: { id: 'u', key: 's' } } },
  });
  await bus.export(path, exported);
  await bus.ownName(name);
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await once(changes, 'change');
    }
  };
  return {
    shown,
    get standing() { return standing; },
    next: () => until(() => standing.at(-1)),
    gone: () => until(() => (standing.length === 0 ? null : undefined)).then(() => undefined),
    press(notification, key) {
      exported.emit['ActionInvoked']?.(notification.id, key);
      // As servers do: a notification whose button was pressed is done with.
      close(notification.id, 2);
    },
    inhibit(inhibited) {
      isInhibited = inhibited;
      bus.emitPropertiesChanged(path, name, { Inhibited: inhibited });
    },
    stop: () => bus.close(),
  };
}
