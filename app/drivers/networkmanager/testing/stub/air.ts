import { Name, NO_PATH } from '../../protocol.ts';
import { ServiceError } from './bus-service.ts';
import type { StubDevices } from './devices.ts';
import type { ObjectStore, Values } from './object-store.ts';

/** NM80211ApFlags: privacy. NM80211ApSecurityFlags: pairwise and group CCMP (TKIP for WPA), and the key management. */
const PRIVACY = 0x1;
const CCMP = 0x8 | 0x80;
const TKIP = 0x4 | 0x40;
const Key = { psk: 0x100, enterprise: 0x200, sae: 0x400, owe: 0x800, oweTransition: 0x1000, enterprise192: 0x2000 } as const;

/** What beacons of each kind of network say. */
export const beacons = {
  open: { Flags: 0, WpaFlags: 0, RsnFlags: 0 },
  wep: { Flags: PRIVACY, WpaFlags: 0, RsnFlags: 0 },
  owe: { Flags: PRIVACY, WpaFlags: 0, RsnFlags: CCMP | Key.owe },
  oweTransition: { Flags: 0, WpaFlags: 0, RsnFlags: Key.oweTransition },
  wpa1: { Flags: PRIVACY, WpaFlags: TKIP | Key.psk, RsnFlags: 0 },
  wpa1wpa2: { Flags: PRIVACY, WpaFlags: TKIP | Key.psk, RsnFlags: CCMP | Key.psk },
  wpa2: { Flags: PRIVACY, WpaFlags: 0, RsnFlags: CCMP | Key.psk },
  wpa2wpa3: { Flags: PRIVACY, WpaFlags: 0, RsnFlags: CCMP | Key.psk | Key.sae },
  wpa3: { Flags: PRIVACY, WpaFlags: 0, RsnFlags: CCMP | Key.sae },
  enterprise: { Flags: PRIVACY, WpaFlags: 0, RsnFlags: CCMP | Key.enterprise },
  enterprise192: { Flags: PRIVACY, WpaFlags: 0, RsnFlags: CCMP | Key.enterprise192 },
} as const;

export interface StubRadio {
  ssid: Buffer;
  bssid: string;
  beacon: keyof typeof beacons;
  /** MHz */
  frequency?: number;
  /** 0 to 100 */
  strength: number;
}

/** What Wi-Fi devices hear. Paths are AccessPoint/1, AccessPoint/2 … in the order the radios appeared. */
export class StubAir {
  readonly #found = new Map<string, readonly StubRadio[]>();
  readonly #scanning = new Set<string>();
  #scans = 0;
  /** False: scans that are asked for bring no results. */
  answersScans = true;

  constructor(readonly objects: ObjectStore, readonly devices: StubDevices) {}

  /** Radios that appear all at once, as with the results of one scan. Gives their paths. */
  appear(device: string, radios: readonly StubRadio[]): string[] {
    const { objects } = this;
    const paths = radios.map(({ ssid, bssid, beacon, frequency = 2412, strength }) => objects.add(objects.nextPath('AccessPoint'),
      { [Name.accessPoint]: { Ssid: ssid, HwAddress: bssid, Frequency: frequency, Strength: strength, LastSeen: 1, ...beacons[beacon] } }));
    objects.set(device, Name.wireless, { AccessPoints: [...objects.texts(device, Name.wireless, 'AccessPoints'), ...paths] });
    for (const path of paths) objects.service?.signal(device, Name.wireless, 'AccessPointAdded', 'o', [path]);
    this.devices.listAvailable();
    return paths;
  }

  disappear(device: string, radio: string): void {
    const { objects } = this;
    if (objects.text(device, Name.wireless, 'ActiveAccessPoint') === radio) objects.set(device, Name.wireless, { ActiveAccessPoint: NO_PATH });
    objects.set(device, Name.wireless, { AccessPoints: objects.texts(device, Name.wireless, 'AccessPoints').filter(path => path !== radio) });
    objects.service?.signal(device, Name.wireless, 'AccessPointRemoved', 'o', [radio]);
    objects.remove(radio);
    this.devices.listAvailable();
  }

  change(radio: string, values: Values): void { this.objects.set(radio, Name.accessPoint, values); }

  /** What the next scan of a device will find, beside what is heard already. */
  nextScanFinds(device: string, radios: readonly StubRadio[]): void { this.#found.set(device, radios); }

  /** RequestScan: answered at once; results come later, and LastScan moves with them. */
  requestScan(device: string): void {
    if (this.#scanning.has(device)) throw new ServiceError('org.freedesktop.NetworkManager.Device.NotAllowed', 'Scanning not allowed while already scanning');
    if (!this.answersScans) return;
    this.#scanning.add(device);
    setImmediate(() => {
      this.#scanning.delete(device);
      this.appear(device, this.#found.get(device) ?? []);
      this.#found.delete(device);
      this.#scans += 1;
      this.objects.set(device, Name.wireless, { LastScan: BigInt(this.#scans * 1000) });
    });
  }
}
