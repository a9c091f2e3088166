import dbus from 'dbus-native';

/** The desktop's settings, as far as a test needs them: whether it is dark. Source: org.freedesktop.portal.Settings. */
export interface TestPortal { become(theme: 'light' | 'dark'): void; stop(): Promise<void> }

const name = 'org.freedesktop.portal.Desktop';
const path = '/org/freedesktop/portal/desktop';
const appearance = 'org.freedesktop.appearance';
const schemes = { dark: 1, light: 2 } as const;

export async function startPortal(busAddress: string, theme: keyof typeof schemes = 'light'): Promise<TestPortal> {
  const bus = dbus.sessionBus({ busAddress });
  let now = theme;
  const scheme = () => new dbus.Variant('u', schemes[now]);
  const of = (group: string, key: string) => {
    if (group !== appearance || key !== 'color-scheme') throw new Error(`There is no ${group} ${key}.`);
    return scheme();
  };
  const exported = dbus.defineInterface({
    name: 'org.freedesktop.portal.Settings',
    methods: {
      // As in version 1: what it gives is in a variant twice.
      Read: { in: { group: 's', key: 's' }, out: { value: 'v' }, handler: ({ group, key }: { group: string; key: string }) => new dbus.Variant('v', of(group, key)) },
      ReadOne: { in: { group: 's', key: 's' }, out: { value: 'v' }, handler: ({ group, key }: { group: string; key: string }) => of(group, key) },
      ReadAll: { in: { groups: 'as' }, out: { values: 'a{sa{sv}}' }, handler: () => ({ [appearance]: { 'color-scheme': scheme() } }) },
    },
    properties: { version: { type: 'u', access: 'read', get: () => 2 } },
    signals: { SettingChanged: { args: { group: 's', key: 's', value: 'v' } } },
  });
  await bus.export(path, exported);
  await bus.ownName(name);
  return {
    become(next) { now = next; exported.emit['SettingChanged']?.(appearance, 'color-scheme', scheme()); },
    stop: () => bus.close(),
  };
}
