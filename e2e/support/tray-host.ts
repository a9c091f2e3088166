import dbus from 'dbus-native';

/**
 * A desktop's tray, as far as a test needs one: the watcher that programs announce their icons to, a registered host,
 * and a hand that reads and clicks the icon's menu. Source: the StatusNotifierItem specification and com.canonical.dbusmenu.
 */
const watcher = { name: 'org.kde.StatusNotifierWatcher', path: '/StatusNotifierWatcher' };
const itemPath = '/StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';

interface TrayEntry { id: number; label: string; enabled: boolean }

export interface TestTray {
  /** The tool tip of Handover's icon; waits until there is one. */
  tooltip(): Promise<string>;
  /** Labels in order, without separators; isolation characters left out. */
  labels(): Promise<string[]>;
  /** Labels of what can be chosen. */
  enabled(): Promise<string[]>;
  choose(label: string): Promise<void>;
  /** A left click on the icon. */
  activate(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTray(busAddress: string): Promise<TestTray> {
  const bus = dbus.sessionBus({ busAddress });
  let register: (service: string) => void = () => undefined;
  const registered = new Promise<string>((resolve) => { register = resolve; });
  const exported = dbus.defineInterface({
    name: watcher.name,
    methods: {
      RegisterStatusNotifierItem: { in: { service: 's' }, handler: ({ service }: { service: string }, { sender }) => { register(service.startsWith('/') ? sender ?? '' : service); return null; } },
      RegisterStatusNotifierHost: { in: { service: 's' }, handler: () => null },
    },
    properties: {
      RegisteredStatusNotifierItems: { type: 'as', access: 'read', get: () => [] },
      IsStatusNotifierHostRegistered: { type: 'b', access: 'read', get: () => true },
      ProtocolVersion: { type: 'i', access: 'read', get: () => 0 },
    },
    signals: { StatusNotifierItemRegistered: { args: { service: 's' } }, StatusNotifierItemUnregistered: { args: { service: 's' } }, StatusNotifierHostRegistered: {} },
  });
  await bus.export(watcher.path, exported);
  await bus.ownName(watcher.name);

  const property = async (name: string): Promise<unknown> =>
    bus.invoke({ destination: await registered, path: itemPath, interface: 'org.freedesktop.DBus.Properties', member: 'Get', signature: 'ss', body: ['org.kde.StatusNotifierItem', name] });
  const entries = async (): Promise<TrayEntry[]> => {
    for (;;) {
      const menu = await property('Menu') as string;
      try {
        const [, layout] = await bus.invoke<[number, Layout]>({ destination: await registered, path: menu, interface: menuInterface, member: 'GetLayout', signature: 'iias', body: [0, -1, []] });
        return flatten(layout).filter(({ label }) => label !== '');
      } catch (error) {
        // A menu that was replaced since its path was read is no longer there: then the new one is read, as a panel does.
        if (await property('Menu') === menu) throw error;
      }
    }
  };
  return {
    async tooltip() {
      const [, , title] = await property('ToolTip') as [string, unknown, string, string];
      return readable(title);
    },
    enabled: async () => (await entries()).flatMap(({ label, enabled }) => (enabled ? [label] : [])),
    labels: async () => (await entries()).map(({ label }) => label),
    async choose(label) {
      for (let look = 1; ; look += 1) {
        const entry = (await entries()).find((one) => one.label === label);
        if (!entry) throw new Error(`The tray's menu has no "${label}".`);
        const click = bus.invoke({ destination: await registered, path: await property('Menu') as string, interface: menuInterface, member: 'Event', signature: 'isvu', body: [entry.id, 'clicked', new dbus.Variant('i', 0), 0] });
        // The menu may have become another one since it was read: then it is read again, as a panel does.
        if (await click.then(() => true, (error: unknown) => { if (look === 5) throw error; return false; })) return;
      }
    },
    async activate() {
      await bus.invoke({ destination: await registered, path: itemPath, interface: 'org.kde.StatusNotifierItem', member: 'Activate', signature: 'ii', body: [0, 0] });
    },
    stop: () => bus.close(),
  };
}

type Layout = [id: number, properties: Record<string, unknown>, children: unknown[]];

function flatten([id, properties, children]: Layout): TrayEntry[] {
  const { label = '', enabled = true } = properties as { label?: string; enabled?: boolean };
  return [{ id, label: readable(label.replaceAll('__', '\0').replaceAll('_', '').replaceAll('\0', '_')), enabled }, ...children.flatMap((child) => flatten(child as Layout))];
}

/** Names come isolated (FSI, PDI) from the rest of their sentence; a reader does not see that. */
export const readable = (text: string): string => text.replace(/[\u2068\u2069]/gu, '');
