import type { Credentials } from '../../../app/contract/management.ts';
import type { Outcome } from '../../../app/core/ports/driver.ts';
import { DriverUnderTest, patient, valueOf } from '../networkmanager/driver-under-test.ts';
import { PASSWORD, type LabName } from './access-points.ts';
import { lab as entry, seenId, WifiLab } from './lab.ts';

export interface Joining { interface?: string; signal?: AbortSignal; hardwareAddress?: 'random' | 'stable' }

/** The Wi-Fi lab with the driver under test on its bus. */
export class DriverInLab {
  private constructor(readonly lab: WifiLab, readonly nm: DriverUnderTest) {}

  static async start(): Promise<DriverInLab> {
    const lab = await WifiLab.up();
    try {
      return new DriverInLab(lab, await DriverUnderTest.start(lab.busAddress));
    } catch (error) {
      await lab.down();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.nm.stop();
    await this.lab.down();
  }

  connect(name: LabName, credentials: Credentials, more: Joining = {}): Promise<Outcome<{ accessPoint: string }>> {
    return this.nm.driver.store!.connect({
      target: entry(name).hidden ? { target: 'hidden', ssid: entry(name).ssid, security: entry(name).security } : { target: 'accessPoint', accessPoint: seenId(name) },
      credentials, interface: more.interface ?? null, hardwareAddress: more.hardwareAddress ?? 'default',
    }, { signal: more.signal ?? patient() });
  }

  /** Joins one that is open or has the lab's password; gives its id, by which it is stored. */
  async join(name: LabName): Promise<string> {
    return valueOf(await this.connect(name, entry(name).secret ? { kind: 'password', password: PASSWORD } : { kind: 'none' })).accessPoint;
  }

  device(id: string): string | undefined { return this.nm.accessPoint(id).link?.interface; }

  /** The one link of a trial's start: `from` is up and reaches the internet, `to` is not. */
  async stand(from: string, to: string): Promise<void> {
    valueOf(await this.nm.driver.deactivate(to));
    valueOf(await this.nm.driver.activate(from, { signal: patient() }));
    // NetworkManager's first look may come too early, and the next takes its time.
    valueOf(await this.nm.driver.checkConnectivity(this.device(from) ?? ''));
    await this.nm.until('the internet is reached', () => this.nm.interface(this.device(from) ?? '').connectivity === 'full', 50_000);
  }

  /** Nothing is stored and nothing is up; what was told until then is forgotten. */
  async forgetAll(): Promise<void> {
    await this.lab.forgetAll();
    await this.nm.until('nothing is stored', () => [...this.nm.accessPoints.values()].every(({ stored, link }) => !stored && link === null));
    this.nm.changes.length = 0;
  }

  /** The device by which a new flow to this address would leave. */
  async wayOut(address: string): Promise<string | undefined> { return / dev (\S+)/.exec(await this.lab.run(`ip route get ${address}`))?.[1]; }

  /** What a trial leaves of policy rules must be nothing. */
  async rules(): Promise<string> { return (await this.lab.run('ip rule | grep -v -E "^(0|32766|32767):" || :')).trim(); }
}
