import { bssidOf, bridgeOf, deviceOf, lab, labNames, type LabName } from './access-points.ts';
import { labImage } from './image.ts';
import { Machine } from './machine.ts';
import { busAddressOf } from './station.ts';

/** For `beforeAll`: the first time the machine of the lab is built and booted, later it goes on from its kept state. */
export const LAB_START_LIMIT = 600_000;
/** For each test: NetworkManager's own limits are up to 25 s, and an emulated machine that shares its processors is slow. */
export const LAB_TEST_LIMIT = 150_000;
/** hwsim radios hear each other where they share a group. */
const GROUP = { inReach: 1, outOfReach: 2 } as const;

/**
 * A real NetworkManager with two Wi-Fi radios (wlan0, wlan1) among the access points of access-points.ts, in a virtual
 * machine. Its system bus is reached from here, so the driver under test runs in the test's own process.
 */
export class WifiLab {
  private constructor(readonly machine: Machine) {}

  static async up(): Promise<WifiLab> {
    return new WifiLab(await Machine.start(await labImage(words => { process.stdout.write(`${words}\n`); })));
  }

  get busAddress(): string { return busAddressOf(this.machine); }
  down(): Promise<void> { return this.machine.stop(); }

  /** Runs a shell script in the machine. */
  run(script: string): Promise<string> { return this.machine.run(script); }
  /** nmcli as one would type it in the machine; each parameter is quoted. */
  nmcli(...parameters: string[]): Promise<string> { return this.run(`nmcli ${parameters.map(quoted).join(' ')}`); }
  accessPoint(name: LabName): AccessPointControl { return new AccessPointControl(this.machine, name); }

  /** Every Wi-Fi connection of NetworkManager's gone, and every link down; the air stays as it is. */
  async forgetAll(): Promise<void> {
    await this.run(`nmcli -t -f UUID connection show | while read -r id; do nmcli connection delete "$id" > /dev/null || :; done; nmcli device set wlan0 autoconnect yes; nmcli device set wlan1 autoconnect yes`);
  }
}

/** The id of an access point as long as nothing is stored of it. */
export const seenId = (name: LabName): string => `wlan:${lab(name).hidden ? '' : lab(name).ssid}:${lab(name).security}`;
export { labNames, lab, bssidOf };

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** What can be done to an access point of the lab. */
class AccessPointControl {
  readonly #device: string;
  constructor(readonly machine: Machine, readonly name: LabName) { this.#device = deviceOf(name); }

  /** What stations receive from it from now on, dBm; they notice with their next scan, or as they use it. */
  async level(dBm: number): Promise<void> { await this.machine.run(`/lab/level ${this.#device} ${dBm}`); }
  /** Out of reach, without a word. */
  async vanish(): Promise<void> { await this.#group(GROUP.outOfReach); }
  async return(): Promise<void> { await this.#group(GROUP.inReach); }
  /** Says goodbye to its stations and stops. */
  async off(): Promise<void> { await this.#hostapd('disable'); }
  async on(): Promise<void> { await this.#hostapd('enable'); }
  /** From now on it takes another password. */
  async password(password: string): Promise<void> {
    await this.#hostapd(`set wpa_passphrase ${quoted(password)}`);
    await this.off();
    await this.on();
  }
  /** What is behind it asks everybody to sign in first. */
  async portal(isClosed: boolean): Promise<void> { await this.machine.run(isClosed ? `touch /run/lab/portal.${lab(this.name).subnet}` : `rm -f /run/lab/portal.${lab(this.name).subnet}`); }
  /** Whether the internet is reached through it. */
  async internet(isReached: boolean): Promise<void> {
    const rule = `prio 5 iif ${bridgeOf(this.name)} to 10.99.0.1 blackhole`;
    await this.machine.run(isReached ? `while ip -n air rule del ${rule} 2> /dev/null; do :; done` : `ip -n air rule add ${rule}`);
  }

  async #group(group: number): Promise<void> { await this.machine.run(`echo ${group} > /sys/kernel/debug/ieee80211/phy$(cat /run/lab/${this.#device}.radio)/hwsim/group`); }
  async #hostapd(command: string): Promise<void> { await this.machine.run(`ip netns exec air hostapd_cli -p /run/hostapd -i ${this.#device} ${command} | grep -q OK`); }
}
