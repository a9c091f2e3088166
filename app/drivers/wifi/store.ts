import { failed, type Outcome } from '../../core/ports/driver.ts';
import type { DriverStore } from '../../core/ports/management.ts';
import type { Activations } from './activations.ts';
import type { WifiDriver } from './driver.ts';
import { failureOf } from './failures.ts';

const cannot = (what: string): ReturnType<typeof failed> => failed('notSupported', what);

/** What is joined and forgotten by the system's own means. Everything else of a stored network is the system's to show. */
export function wifiStore(driver: WifiDriver, activations: Activations): DriverStore {
  const forgetKey = async (id: string): Promise<void> => {
    const [device] = driver.devices;
    if (device) await driver.helper.ask('forget', { interface: device.name, key: id.slice(id.indexOf(':') + 1) });
    await driver.look();
  };

  return {
    async connect({ target, credentials, interface: wantedInterface, hardwareAddress }, { signal }) {
      const away = driver.away();
      if (away) return away;
      if (!driver.abilities?.join) return cannot('Here a new network is joined in the system’s own Wi-Fi menu. Handover then knows it.');
      if (credentials.kind !== 'none' && credentials.kind !== 'password') return cannot('Networks with a user name or a certificate are joined in the system’s own Wi-Fi menu. Handover then knows them.');
      if (hardwareAddress !== 'default') return cannot('The hardware address is the system’s to choose here.');
      const found = target.target === 'accessPoint' ? driver.find(target.accessPoint) : null;
      if (target.target === 'accessPoint' && !found) return failed('notFound', 'This access point is not there any more.');
      if (found?.stored === true) return cannot('The system keeps another password for it. Forget this network first, then connect to it anew.');
      const { ssid, security } = target.target === 'hidden' ? target : { ssid: found?.ssid ?? '', security: found?.security ?? 'open' as const };
      const password = credentials.kind === 'password' ? credentials.password : null;
      if (password === null && security !== 'open' && security !== 'owe') return failed('secretNeeded', 'This network needs a password.');

      const interfaces = wantedInterface === null ? found?.interfaces ?? driver.devices.map(({ name }) => name) : [wantedInterface];
      const before = new Set(driver.storedIds());
      const isNew = (): string | undefined => driver.storedIds().find((id) => !before.has(id) && driver.find(id)?.ssid === ssid);
      const outcome = await activations.join({ id: found?.id ?? `wlan:${ssid}:${security}`, interfaces, link: null }, { ssid, security, password, hidden: target.target === 'hidden' }, signal, isNew);
      const made = isNew();
      if (outcome.ok) return made === undefined ? failed('failed', 'The system has joined the network, but does not show it as stored.') : { ok: true, value: { accessPoint: made } };
      // A password that was wrong is not kept.
      if (made !== undefined) await forgetKey(made).catch(() => undefined);
      return outcome;
    },

    async forget(accessPoint) {
      const away = driver.away();
      if (away) return away;
      if (driver.find(accessPoint)?.stored !== true) return failed('notFound', 'This network is not stored any more.');
      if (driver.find(accessPoint)?.kind !== 'wifi') return cannot('Only a Wi-Fi network can be forgotten.');
      try {
        await forgetKey(accessPoint);
      } catch (error) {
        return { ok: false, failure: failureOf(error) };
      }
      if (driver.find(accessPoint) !== null) return failed('failed', 'The system still shows it as stored.');
      const restore = async (): Promise<Outcome> => cannot('The system does not give a forgotten network back. Connect to it anew.');
      return { ok: true, value: { restore } };
    },

    profile: async () => cannot('What is stored of a network is shown in the system’s own settings here.'),
    change: async () => cannot('What is stored of a network is changed in the system’s own settings here.'),
    share: async () => cannot('The system keeps the password to itself here.'),
  };
}
