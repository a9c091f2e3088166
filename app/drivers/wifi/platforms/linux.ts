import { CannotError, type Look, type Platform, type StoredNetwork, type WifiDevice } from '../answers.ts';
import { plainArgument, type Run } from '../command.ts';
import { connectionsByNodeWifi, hexOf, seenByNodeWifi, unescaped } from '../node-wifi.ts';
import { parseKernelCounters } from '../../shared/kernel-counters.ts';
import { defaultRoutes } from '../../shared/default-routes.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Linux through node-wifi and nmcli, by setting: for who wants it so. NetworkManager's own driver does all of this better,
 * so this one joins nothing that needs a password: nmcli takes it on a command line only, where every user can read it.
 */
export function linuxPlatform(run: Run, readFile: (path: string) => string): Platform {
  const devices = async (): Promise<{ name: string; state: string; connection: string }[]> =>
    terse(await run('nmcli', ['--terse', '--fields', 'DEVICE,TYPE,STATE,CON-UUID', 'device'])).flatMap(([name = '', type, state = '', connection = '']) => (type === 'wifi' && name !== '' ? [{ name, state, connection }] : []));

  const stored = async (): Promise<StoredNetwork[]> => {
    const rows = terse(await run('nmcli', ['--terse', '--fields', 'UUID,TYPE,NAME', 'connection', 'show'])).filter(([key = '', type]) => type === '802-11-wireless' && uuid.test(key));
    return Promise.all(rows.map(async ([key = '', , name = '']) => {
      const values = await run('nmcli', ['--get-values', '802-11-wireless.ssid,802-11-wireless-security.key-mgmt', 'connection', 'show', 'uuid', key]).catch(() => '');
      const [ssid = name, management = ''] = values.split('\n').map(unescaped);
      return { key, name: name || key, ssid: hexOf(ssid), security: securityOfManagement(management) };
    }));
  };

  return {
    abilities: async () => ({ connect: true, join: false, disconnect: true, forget: true, watches: false }),
    async look(): Promise<Look> {
      const all = await devices();
      const [seen, current, kept] = await Promise.all([all[0] ? seenByNodeWifi(all[0].name) : [], connectionsByNodeWifi(), stored()]);
      return {
        devices: all.map(({ name, state, connection }): WifiDevice => {
          const radio = current.find((each) => each.interface === name);
          const isUp = state === 'connected' || state.startsWith('connecting');
          return { name, hardwareAddress: null, on: state !== 'unavailable', connection: isUp ? { state: state === 'connected' ? 'connected' : 'connecting', ssid: radio?.ssid ?? null, bssid: radio?.bssid ?? null, level: radio?.level ?? null, speed: null, key: connection || null } : null };
        }),
        // What is in use has its strength on another scale, which the scan does not tell apart.
        seen: seen.map((radio) => ({ ...radio, level: current.find(({ bssid }) => bssid === radio.bssid)?.level ?? radio.level })), stored: kept, hidden: null,
        routes: defaultRoutes(readFile('/proc/net/route'), readFile('/proc/net/ipv6_route')).map(({ interface: by, gateway, metric }) => ({ by, gateway, metric })),
      };
    },
    counts: async () => [...parseKernelCounters(readFile('/proc/net/dev'))].map(([name, counts]) => ({ interface: name, ...counts })),
    async scan() {
      await run('nmcli', ['--terse', '--fields', 'BSSID', 'device', 'wifi', 'list', '--rescan', 'yes'], 30_000);
      return null;
    },
    async connect({ interface: by, key }) {
      if (!uuid.test(key)) throw new Error('That is no stored connection of NetworkManager.');
      await run('nmcli', ['--wait', '45', 'connection', 'up', 'uuid', key, 'ifname', plainArgument(by, 'The interface')], 50_000);
      return null;
    },
    join: async () => { throw new CannotError('nmcli would show the password to every user of this computer. Choose NetworkManager in the settings: Handover then joins over the bus.'); },
    async disconnect({ interface: by }) {
      await run('nmcli', ['--wait', '10', 'device', 'disconnect', plainArgument(by, 'The interface')]);
      return null;
    },
    async forget({ key }) {
      if (!uuid.test(key)) throw new Error('That is no stored connection of NetworkManager.');
      await run('nmcli', ['--wait', '10', 'connection', 'delete', 'uuid', key]);
      return null;
    },
    watch: () => () => { /* nmcli tells nothing by itself */ },
  };
}

/** Rows of nmcli's terse form: fields apart by colons, those inside escaped. */
export const terse = (output: string): string[][] => output.split('\n').filter((line) => line !== '').map((line) => (line.match(/(?:\\.|[^:\\])*(?::|$)/g) ?? []).slice(0, -1).map((field) => unescaped(field.replace(/:$/, ''))));

function securityOfManagement(management: string): StoredNetwork['security'] {
  switch (management) {
    case '': return 'open';
    case 'none': return 'wep';
    case 'wpa-psk': return 'wpa2';
    case 'sae': return 'wpa3';
    case 'owe': return 'owe';
    case 'wpa-eap': case 'ieee8021x': return 'enterprise';
    case 'wpa-eap-suite-b-192': return 'enterprise192';
    default: return null;
  }
}
