import wifi from 'node-wifi';
import { z } from 'zod';
import { levelOf } from '../shared/wifi-level.ts';
import type { SeenRadio } from './answers.ts';
import { securityOfWords } from './security-words.ts';

/**
 * node-wifi behind a check: its scan and its current connections are used, none of its commands. It goes by the
 * position of lines and fields, so what it gives may be shifted; what does not fit is left out.
 * Importing it sets LANG and LC_* of the process: it belongs into a process of its own (child.ts).
 */
const numeric = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(Number);
const given = z.object({
  ssid: z.string().max(400), bssid: z.string().regex(/^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}$/),
  signal_level: numeric.pipe(z.number().min(-150).max(0)), security: z.string().max(200),
  frequency: z.unknown().optional(), mode: z.unknown().optional(), iface: z.unknown().optional(),
});
type Given = z.infer<typeof given>;

/** Marks of a line whose fields are in their places, by platform. */
const isInPlace: Partial<Record<NodeJS.Platform, (each: Given) => boolean>> = {
  // nmcli puts a backslash before each colon of a name; a field that was shifted by one ends with it.
  linux: ({ mode }) => ['Infra', 'Ad-Hoc', 'Mesh', 'AP'].includes(String(mode)),
};

export async function seenByNodeWifi(interfaceName: string): Promise<SeenRadio[]> {
  wifi.init({ iface: null });
  return fitting(await wifi.scan()).map((each) => radioOf(each, interfaceName, false));
}

export async function connectionsByNodeWifi(): Promise<(SeenRadio & { interface: string })[]> {
  wifi.init({ iface: null });
  return fitting(await wifi.getCurrentConnections()).map((each) => radioOf(each, typeof each.iface === 'string' && each.iface !== '' ? each.iface : 'wifi', true));
}

const fitting = (list: unknown): Given[] => (Array.isArray(list) ? list : [])
  .flatMap((each) => { const parsed = given.safeParse(each); return parsed.success && (isInPlace[process.platform]?.(parsed.data) ?? true) ? [parsed.data] : []; });

function radioOf({ ssid, bssid, signal_level: signal, security, frequency }: Given, interfaceName: string, isInUse: boolean): SeenRadio {
  const name = process.platform === 'linux' ? unescaped(ssid) : ssid;
  return {
    interface: interfaceName, ssid: hexOf(name), bssid: bssid.toUpperCase().replaceAll('-', ':'),
    // On Windows it counts lines, and Windows 11 has one more before the channel.
    frequency: process.platform !== 'win32' && Number.isInteger(Number(frequency)) && Number(frequency) > 1000 && Number(frequency) < 8000 ? Number(frequency) : null,
    // nmcli tells NetworkManager's strength, of which node-wifi makes a level by halving; it is another scale.
    level: process.platform === 'linux' ? levelOf(2 * (signal + 100), isInUse) : Math.round(signal), security: securityOfWords(security),
  };
}

/** nmcli writes "\:" and "\\" in its terse form. */
export const unescaped = (text: string): string => text.replaceAll(/\\(.)/g, '$1');

/** 32 bytes at most: what is longer was no name. */
export const hexOf = (text: string): string => Buffer.from(text, 'utf8').subarray(0, 32).toString('hex');
