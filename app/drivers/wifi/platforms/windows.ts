import { CannotError, type Look, type Platform, type SeenRadio, type StoredNetwork, type WifiDevice } from '../answers.ts';
import type { Run } from '../command.ts';
import { connectionsByNodeWifi, seenByNodeWifi } from '../node-wifi.ts';
import type { WlanCalls } from './wlan-calls.ts';
import { bssesIn, connectionIn, interfacesIn, networksIn, profilesIn, rowsIn, type WlanInterface } from './wlan-memory.ts';
import { profileFor, securityOfProfile, ssidOfProfile } from './wlan-profile.ts';

const routeProgram = 'route';
/** WLAN_INTERFACE_STATE */
const State = { notReady: 0, connected: 1, disconnected: 4, authenticating: 7 } as const;

/** Windows through its WLAN API. A level is the radio's own (lRssi), and a name its bytes: nothing is read from words. */
export function windowsPlatform(calls: WlanCalls, run: Run): Platform {
  const rows = (): ReturnType<typeof rowsIn> => rowsIn(calls.rows());
  const named = (): { name: string; hardwareAddress: string | null; each: WlanInterface }[] => {
    const all = rows();
    return interfacesIn(calls.interfaces()).map((each) => {
      const row = all.find(({ guid }) => guid.equals(each.guid));
      return { each, name: row?.alias || each.description || 'Wi-Fi', hardwareAddress: row?.hardwareAddress ?? null };
    });
  };
  const guidOf = (name: string): Buffer => {
    const found = named().find((device) => device.name === name);
    if (!found) throw new Error('This Wi-Fi device is no longer there.');
    return found.each.guid;
  };

  const stored = (guid: Buffer): StoredNetwork[] => profilesIn(calls.profiles(guid)).flatMap((name) => {
    try {
      const xml = calls.profileXml(guid, name);
      const ssid = ssidOfProfile(xml);
      return ssid === null || name === '' ? [] : [{ key: name, name, ssid, security: securityOfProfile(xml) }];
    } catch {
      // Deleted in this very moment.
      return [];
    }
  });

  const seen = (name: string, guid: Buffer): SeenRadio[] => {
    const networks = networksIn(calls.networks(guid));
    return bssesIn(calls.bsses(guid)).flatMap((bss) => {
      // The list of networks has one entry a name and security; radios that it does not name yet are told with the next scan.
      const network = networks.find(({ ssid }) => ssid === bss.ssid);
      return network && bss.level < 0 && bss.level >= -150 ? [{ interface: name, ssid: bss.ssid, bssid: bss.bssid, frequency: bss.frequency > 0 ? bss.frequency : null, level: bss.level, security: network.security }] : [];
    });
  };

  const device = (name: string, hardwareAddress: string | null, each: WlanInterface, radios: readonly SeenRadio[]): WifiDevice => {
    const memory = each.state === State.notReady || each.state === State.disconnected ? null : calls.connection(each.guid);
    const now = memory && connectionIn(memory);
    const radio = radios.find(({ bssid }) => bssid === now?.bssid);
    return {
      name, hardwareAddress, on: each.state !== State.notReady,
      connection: now === null ? null : { state: now.state === State.connected ? 'connected' : 'connecting', ssid: now.ssid, bssid: now.state === State.connected ? now.bssid : null, level: radio?.level ?? null, speed: now.receiveRate * 1_000, key: now.profile || null },
    };
  };

  return {
    abilities: async () => ({ connect: true, join: true, disconnect: true, forget: true, watches: true }),
    async look(): Promise<Look> {
      const all = named();
      let hidden: string | null = null;
      const devices: WifiDevice[] = [];
      const radios: SeenRadio[] = [];
      const kept: StoredNetwork[] = [];
      for (const { each, name, hardwareAddress } of all) {
        let heard: SeenRadio[] = [];
        // Windows 11 tells names and radios only to who may know the place.
        try { heard = each.state === State.notReady ? [] : seen(name, each.guid); } catch (error) { hidden = error instanceof Error ? error.message : String(error); }
        radios.push(...heard);
        kept.push(...stored(each.guid).filter(({ key }) => !kept.some((other) => other.key === key)));
        devices.push(device(name, hardwareAddress, each, heard));
      }
      return { devices, seen: radios, stored: kept, routes: routesOf(await run(routeProgram, ['print', '-4', '0.0.0.0']).catch(() => '')), hidden };
    },
    counts: async () => rows().filter(({ alias }) => alias !== '').map(({ alias, received, sent, receivedPackets, sentPackets }) => ({ interface: alias, received, sent, receivedPackets, sentPackets })),
    async scan() {
      for (const { each } of named()) if (each.state !== State.notReady) calls.scan(each.guid);
      return null;
    },
    async connect({ interface: by, key }) { calls.connect(guidOf(by), key); return null; },
    async join(wish) {
      const guid = guidOf(wish.interface);
      const { name, xml } = profileFor(wish);
      calls.setProfile(guid, xml);
      calls.connect(guid, name);
      return null;
    },
    async disconnect({ interface: by }) { calls.disconnect(guidOf(by)); return null; },
    async forget({ interface: by, key }) { calls.deleteProfile(guidOf(by), key); return null; },
    watch: (changed) => calls.watch(changed),
  };
}

/** Where the WLAN API cannot be called: what node-wifi reads off netsh, to look at and no more. */
export function windowsByNetsh(run: Run): Platform {
  const cannot = async (): Promise<never> => { throw new CannotError('The WLAN functions of Windows cannot be used here, so Handover can only look. Use the Wi-Fi menu of Windows.'); };
  return {
    abilities: async () => ({ connect: false, join: false, disconnect: false, forget: false, watches: false }),
    async look(): Promise<Look> {
      const routes = routesOf(await run(routeProgram, ['print', '-4', '0.0.0.0']).catch(() => ''));
      try {
        const current = await connectionsByNodeWifi();
        const seen = await seenByNodeWifi(current[0]?.interface ?? 'Wi-Fi');
        const devices = current.map((each): WifiDevice => ({ name: each.interface, hardwareAddress: null, on: true, connection: { state: 'connected', ssid: each.ssid, bssid: each.bssid, level: each.level, speed: null, key: null } }));
        return { devices: devices.length > 0 ? devices : [{ name: 'Wi-Fi', hardwareAddress: null, on: true, connection: null }], seen, stored: [], routes, hidden: null };
      } catch (error) {
        // A machine without Wi-Fi mostly does not run the service for it: its cables are there all the same.
        return { devices: [], seen: [], stored: [], routes, hidden: (error instanceof Error ? error.message : String(error)).trim().slice(0, 300) };
      }
    },
    counts: async () => [],
    scan: async () => null,
    connect: cannot, join: cannot, disconnect: cannot, forget: cannot,
    watch: () => () => { /* netsh tells nothing by itself */ },
  };
}

/** Rows of numbers alone are the routes, in whatever language the heads are: destination, mask, gateway, own address, metric. */
export function routesOf(table: string): Look['routes'] {
  return table.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/);
    // "On-link" in place of a gateway may be two words: the last two columns are counted from the end.
    const [destination, mask, gateway = ''] = words;
    const [by = '', metric = ''] = words.slice(-2);
    if (destination !== '0.0.0.0' || mask !== '0.0.0.0' || !/^\d+(\.\d+){3}$/.test(by) || !/^\d+$/.test(metric)) return [];
    return [{ by, gateway: /^\d+(\.\d+){3}$/.test(gateway) ? gateway : null, metric: Number(metric) }];
  });
}
