import { z } from 'zod';
import type { Security } from '../../../contract/values.ts';
import { frequencyOf } from '../channel.ts';
import { CannotError, type Look, type Platform, type SeenRadio, type WifiDevice } from '../answers.ts';
import { plainArgument, type Run } from '../command.ts';
import { hexOf } from '../node-wifi.ts';
import type { CoreWlan } from './core-wlan.ts';

const profiler = '/usr/sbin/system_profiler';
const setup = '/usr/sbin/networksetup';

const network = z.object({
  _name: z.string().max(400).optional(), spairport_network_channel: z.union([z.string(), z.number()]).optional(), spairport_network_bssid: z.string().optional(),
  spairport_security_mode: z.string().optional(), spairport_signal_noise: z.string().optional(), spairport_network_rate: z.number().optional(), spairport_network_type: z.string().optional(),
});
const report = z.object({ SPAirPortDataType: z.array(z.object({ spairport_airport_interfaces: z.array(z.object({
  _name: z.string(), spairport_status_information: z.string().optional(), spairport_wireless_mac_address: z.string().optional(),
  spairport_current_network_information: network.optional(), spairport_airport_other_local_wireless_networks: z.array(network).optional(),
})).optional() })) });
type Network = z.infer<typeof network>;

const hiddenWords = 'macOS hides the names of networks until Handover may know where this Mac is: System Settings, Privacy & Security, Location Services.';

/**
 * macOS by system_profiler's JSON, whose keys are the same in every language, and networksetup by argument vector. What
 * takes a password goes through CoreWLAN: networksetup takes it on a command line only.
 */
export function macosPlatform(run: Run, coreWlan: CoreWlan | null): Platform {
  const stored = async (device: string) => {
    const output = await run(setup, ['-listpreferredwirelessnetworks', plainArgument(device, 'The interface')]).catch(() => '');
    // The first line names the interface in the language of the system; each network follows after a tab or blanks.
    return output.split('\n').slice(1).map((line) => line.replace(/^[\t ]{1,4}/, '')).filter((name) => name !== '').map((name) => ({ key: hexOf(name), name: name.slice(0, 256), ssid: hexOf(name), security: null }));
  };

  return {
    abilities: async () => ({ connect: true, join: coreWlan !== null, disconnect: coreWlan !== null, forget: true, watches: false }),
    async look(): Promise<Look> {
      const [text, table4, table6] = await Promise.all([run(profiler, ['SPAirPortDataType', '-json'], 25_000), run('/usr/sbin/netstat', ['-rn', '-f', 'inet']).catch(() => ''), run('/usr/sbin/netstat', ['-rn', '-f', 'inet6']).catch(() => '')]);
      const found = report.parse(JSON.parse(text)).SPAirPortDataType.flatMap((each) => each.spairport_airport_interfaces ?? []).filter(({ _name }) => /^en\d+$/.test(_name));
      const devices = found.map((each): WifiDevice => {
        const current = each.spairport_current_network_information;
        return {
          name: each._name, hardwareAddress: addressOf(each.spairport_wireless_mac_address), on: each.spairport_status_information !== 'spairport_status_off',
          connection: current === undefined ? null : { state: 'connected', ssid: ssidOf(current), bssid: addressOf(current.spairport_network_bssid), level: levelOf(current), speed: current.spairport_network_rate === undefined ? null : current.spairport_network_rate * 1_000_000, key: ssidOf(current) },
        };
      });
      const seen = found.flatMap((each) => [each.spairport_current_network_information, ...(each.spairport_airport_other_local_wireless_networks ?? [])].flatMap((one) => radioOf(one, each._name)));
      const isHidden = found.some((each) => [each.spairport_current_network_information, ...(each.spairport_airport_other_local_wireless_networks ?? [])].some((one) => one !== undefined && ssidOf(one) === null));
      const kept = (await Promise.all(devices.map(({ name }) => stored(name)))).flat();
      return { devices, seen, stored: kept.filter(({ key }, index) => kept.findIndex((each) => each.key === key) === index), routes: [...routesOf(table4), ...routesOf(table6)], hidden: isHidden ? hiddenWords : null };
    },
    async counts() { return countsOf(await run('/usr/sbin/netstat', ['-ibn'])); },
    // system_profiler scans when it is asked, so the look that follows is fresh.
    scan: async () => null,
    async connect({ interface: by, key }) {
      const name = textOf(key);
      const output = await run(setup, ['-setairportnetwork', plainArgument(by, 'The interface'), plainArgument(name, 'The name of the network')], 40_000);
      // It ends with 0 whatever happened, and says what went wrong; when all went well it says nothing.
      if (output.trim() !== '') throw new Error(output.trim().slice(0, 300));
      return null;
    },
    async join({ interface: by, ssid, password }) {
      if (!coreWlan) throw new CannotError('macOS takes a password on a command line only, where others can read it. Join this network in the system’s Wi-Fi menu; Handover then knows it.');
      await coreWlan.associate(by, Buffer.from(ssid, 'hex'), password);
      return null;
    },
    async disconnect({ interface: by }) {
      if (!coreWlan) throw new CannotError('This Mac lets Handover not disconnect. Use the system’s Wi-Fi menu.');
      coreWlan.disassociate(by);
      return null;
    },
    async forget({ interface: by, key }) {
      const output = await run(setup, ['-removepreferredwirelessnetwork', plainArgument(by, 'The interface'), plainArgument(textOf(key), 'The name of the network')]);
      if (/not found|error|could not/i.test(output)) throw new Error(output.trim().slice(0, 300));
      return null;
    },
    watch: () => () => { /* system_profiler tells nothing by itself */ },
  };
}

const isRedacted = (name: string | undefined): boolean => name === undefined || name === '' || /^<.*redacted.*>$/i.test(name);
const ssidOf = ({ _name: name }: Network): string | null => (isRedacted(name) ? null : hexOf(name as string));
const levelOf = ({ spairport_signal_noise: words }: Network): number | null => {
  const level = Number(/(-\d{1,3})\s*dBm/.exec(words ?? '')?.[1] ?? NaN);
  return level < 0 && level >= -150 ? level : null;
};
const addressOf = (text: string | undefined): string | null => (text !== undefined && /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text) ? text.split(':').map((part) => part.padStart(2, '0')).join(':').toUpperCase() : null);
const textOf = (hex: string): string => Buffer.from(hex, 'hex').toString('utf8');

function radioOf(one: Network | undefined, device: string): SeenRadio[] {
  const ssid = one && ssidOf(one);
  if (one === undefined || ssid === null || ssid === undefined) return [];
  return [{ interface: device, ssid, bssid: addressOf(one.spairport_network_bssid), frequency: channelOf(one.spairport_network_channel), level: levelOf(one), security: securityOf(one.spairport_security_mode ?? '') }];
}

/** "36 (5GHz, 80MHz)"; older systems give the number alone. */
function channelOf(words: string | number | undefined): number | null {
  const channel = Number.parseInt(String(words ?? ''), 10);
  const band = /\((2|5|6)\s?GHz/i.exec(String(words ?? ''))?.[1] ?? (channel > 14 ? '5' : '2');
  return frequencyOf(channel, band === '2' ? '2.4' : band === '6' ? '6' : '5');
}

function securityOf(mode: string): Security {
  const name = mode.replace('spairport_security_mode_', '');
  if (name.includes('enterprise')) return name.includes('192') ? 'enterprise192' : 'enterprise';
  if (name.includes('wpa3_transition') || name.includes('wpa2_wpa3')) return 'wpa2wpa3';
  if (name.includes('wpa3')) return 'wpa3';
  if (name.includes('wpa2') || name.includes('wpa_personal_mixed')) return 'wpa2';
  if (name.includes('wpa')) return 'wpa1';
  if (name.includes('owe')) return 'owe';
  return name.includes('wep') ? 'wep' : 'open';
}

/** netstat -rn: "default  gateway  flags  interface" is not translated; the columns after the flags differ between versions. */
function routesOf(table: string): Look['routes'] {
  return table.split('\n').flatMap((line, index) => {
    const [destination, gateway = '', , ...more] = line.trim().split(/\s+/);
    const by = more.find((word) => /^[a-z]+\d+$/.test(word));
    if (destination !== 'default' || by === undefined) return [];
    return [{ by, gateway: /^[0-9a-f:.]+(%\w+)?$/i.test(gateway) ? gateway.replace(/%.*$/, '') : null, metric: index }];
  });
}

/** netstat -ibn: one line a link, and one more an address; an interface without hardware address has a column less. */
function countsOf(table: string) {
  return table.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/);
    if (!/^<Link#\d+>$/.test(words[2] ?? '')) return [];
    const numbers = words.slice(words.length >= 11 ? 4 : 3).map(Number);
    const [receivedPackets, , received, sentPackets, , sent] = numbers;
    const all = { received, sent, receivedPackets, sentPackets };
    if (Object.values(all).some((each) => !Number.isSafeInteger(each) || (each as number) < 0)) return [];
    return [{ interface: (words[0] as string).replace(/\*$/, ''), ...(all as Record<keyof typeof all, number>) }];
  });
}
