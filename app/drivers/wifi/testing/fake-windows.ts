import type { Clock } from '../../../core/ports/clock.ts';
import type { Addresses } from '../../shared/addresses.ts';
import type { WlanCalls } from '../platforms/wlan-calls.ts';
import { sizes } from '../platforms/wlan-memory.ts';
import { ssidOfProfile } from '../platforms/wlan-profile.ts';

/** A network in the air of the fake. */
export interface FakeNetwork {
  name: string;
  bssid: string;
  level: number;
  /** DOT11_AUTH_ALGORITHM: 1 open, 7 WPA2-PSK, 9 WPA3-SAE */
  authentication: number;
  password?: string;
  /** It takes everybody and gives no address. */
  isSilent?: boolean;
}

/**
 * Windows' WLAN service as a fake: it answers with memory laid out as Windows lays it out, and takes its time. Made from
 * the documentation of wlanapi.h and netioapi.h; no Windows was there to record from.
 */
export class FakeWindows implements WlanCalls {
  readonly #guid = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  readonly profilesXml = new Map<string, string>();
  #connected: { profile: string; network: FakeNetwork } | null = null;
  #connecting: string | null = null;
  #hasAddress = false;
  #cancel: () => void = () => {};
  #changed: () => void = () => {};
  /** The service does not run. */
  isStopped = false;
  received = 1_000n;
  readonly asked: string[] = [];

  constructor(private readonly clock: Clock, readonly air: FakeNetwork[]) {}

  /** As `os.networkInterfaces()` would give them. */
  readonly addresses = (): Addresses => (this.#hasAddress ? { 'Wi-Fi': [{ address: '192.168.7.20', netmask: '255.255.255.0', family: 'IPv4', mac: '00:00:00:00:00:00', internal: false, cidr: '192.168.7.20/24' }] } : {});

  readonly run = async (program: string, args: readonly string[]): Promise<string> => {
    this.asked.push(`${program} ${args.join(' ')}`);
    return this.#hasAddress ? 'Aktive Routen:\n     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik\n          0.0.0.0          0.0.0.0      192.168.7.1     192.168.7.20     35\n' : '';
  };

  interfaces(): Buffer {
    this.#check();
    const memory = list(1, sizes.interface);
    this.#guid.copy(memory, 8);
    memory.write('Fake Wireless Adapter', 24, 'utf16le');
    memory.writeUInt32LE(this.#connected ? 1 : this.#connecting === null ? 4 : 7, 8 + 528);
    return memory;
  }

  networks(): Buffer {
    this.#check();
    const memory = list(this.air.length, sizes.network);
    for (const [index, network] of this.air.entries()) {
      const at = 8 + index * sizes.network;
      writeSsid(memory, at + 512, network.name);
      memory.writeUInt32LE(network.authentication, at + 612);
      memory.writeUInt32LE(network.authentication === 1 ? 0 : 4, at + 616);
    }
    return memory;
  }

  bsses(): Buffer {
    this.#check();
    const memory = Buffer.alloc(8 + this.air.length * sizes.bss);
    memory.writeUInt32LE(memory.length, 0);
    memory.writeUInt32LE(this.air.length, 4);
    for (const [index, network] of this.air.entries()) {
      const at = 8 + index * sizes.bss;
      writeSsid(memory, at, network.name);
      Buffer.from(network.bssid.replaceAll(':', ''), 'hex').copy(memory, at + 40);
      memory.writeInt32LE(network.level, at + 56);
      memory.writeUInt32LE(2_437_000, at + 92);
    }
    return memory;
  }

  profiles(): Buffer {
    this.#check();
    const memory = list(this.profilesXml.size, sizes.profile);
    for (const [index, name] of [...this.profilesXml.keys()].entries()) memory.write(name, 8 + index * sizes.profile, 'utf16le');
    return memory;
  }

  profileXml(_guid: Buffer, name: string): string {
    this.#check();
    const xml = this.profilesXml.get(name);
    if (xml === undefined) throw new Error('This network is not stored any more.');
    return xml.replace(/<keyMaterial>[^<]*<\/keyMaterial>/, '<keyMaterial>01000000D08C9DDF</keyMaterial>');
  }

  connection(): Buffer | null {
    this.#check();
    if (!this.#connected && this.#connecting === null) return null;
    const memory = Buffer.alloc(sizes.connection);
    const profile = this.#connected?.profile ?? this.#connecting as string;
    memory.writeUInt32LE(this.#connected ? 1 : 7, 0);
    memory.write(profile, 8, 'utf16le');
    writeSsid(memory, 520, this.#connected?.network.name ?? profile);
    if (this.#connected) Buffer.from(this.#connected.network.bssid.replaceAll(':', ''), 'hex').copy(memory, 560);
    memory.writeUInt32LE(144_400, 580);
    return memory;
  }

  rows(): Buffer {
    this.#check();
    const memory = list(1, sizes.row);
    this.received += 1_000n;
    this.#guid.copy(memory, 8 + 12);
    memory.write('Wi-Fi', 8 + 28, 'utf16le');
    memory.writeUInt32LE(6, 8 + 1056);
    Buffer.from('0200000000aa', 'hex').copy(memory, 8 + 1060);
    for (const [offset, value] of [[1208, this.received], [1216, 10n], [1280, this.received], [1288, 10n]] as const) memory.writeBigUInt64LE(value, 8 + offset);
    return memory;
  }

  scan(): void { this.#check(); this.#later(1_500); }
  setProfile(_guid: Buffer, xml: string): void {
    this.#check();
    this.profilesXml.set(/<name>([^<]*)<\/name>/.exec(xml)?.[1] ?? '', xml);
  }
  deleteProfile(_guid: Buffer, name: string): void {
    this.#check();
    if (!this.profilesXml.delete(name)) throw new Error('This network is not stored any more.');
    if (this.#connected?.profile === name) this.disconnect();
  }

  connect(_guid: Buffer, profile: string): void {
    this.#check();
    const xml = this.profilesXml.get(profile);
    if (xml === undefined) throw new Error('This network is not stored any more.');
    this.#down();
    this.#connecting = profile;
    const network = this.air.find(({ name }) => Buffer.from(name).toString('hex') === ssidOfProfile(xml));
    const isWelcome = network !== undefined && (network.password === undefined || xml.includes(`<keyMaterial>${network.password}</keyMaterial>`));
    this.#later(900, () => {
      this.#connecting = null;
      if (!isWelcome) return;
      this.#connected = { profile, network };
      if (network.isSilent !== true) this.#later(600, () => { this.#hasAddress = true; });
    });
  }

  disconnect(): void { this.#check(); this.#down(); this.#later(50); }

  watch(changed: () => void): () => void {
    this.#changed = changed;
    return () => { this.#changed = () => {}; };
  }

  /** The radio loses it. */
  breakLink(): void { this.#down(); this.#later(10); }
  stopTimers(): void { this.#cancel(); }

  #down(): void {
    this.#cancel();
    this.#connected = null;
    this.#connecting = null;
    this.#hasAddress = false;
  }

  #later(ms: number, act: () => void = () => {}): void {
    this.#cancel();
    this.#cancel = this.clock.after(ms, () => {
      act();
      this.#changed();
    });
  }

  #check(): void { if (this.isStopped) throw new Error('The WLAN service of Windows does not run.'); }
}

function list(count: number, size: number): Buffer {
  const memory = Buffer.alloc(8 + count * size);
  memory.writeUInt32LE(count, 0);
  return memory;
}

function writeSsid(memory: Buffer, at: number, name: string): void {
  const bytes = Buffer.from(name).subarray(0, 32);
  memory.writeUInt32LE(bytes.length, at);
  bytes.copy(memory, at + 4);
}
