import type { RecordEntry } from '../ports/record.ts';
import type { Driver } from '../ports/driver.ts';
import { balanced, type RoamingSettings } from '../roaming/settings.ts';
import { SessionHost } from '../session-host.ts';
import type { Session } from '../session.ts';
import type { FakeClock } from '../../drivers/shared/fake-clock.ts';
import { defaultCheckAddress } from '../../contract/state.ts';
import type { NetworkSession } from '../../contract/session.ts';

export const desktop = { id: 'desktop', name: 'Desktop', pid: 1, isDesktop: true };
export const program = { id: 'program', name: 'rsync', pid: 2, isDesktop: false };

/** A core on a driver, with everything it says kept for looking at. */
export class CoreRig<D extends Driver> {
  readonly core: SessionHost;
  readonly records: RecordEntry[] = [];
  readonly errors: unknown[] = [];
  settings: RoamingSettings = { ...balanced };
  /** Undefined: as the driver's platform has it. */
  checkAddress: string | null | undefined;

  constructor(readonly driver: D, readonly clock: FakeClock) {
    this.core = new SessionHost({
      driver, clock, settings: () => this.settings,
      checkAddress: () => (this.checkAddress === undefined ? driver.probes?.systemCheckAddress() ?? defaultCheckAddress : this.checkAddress),
      record: { add: (_at, entry) => { this.records.push(entry); } },
      onError: (error) => { this.errors.push(error); },
      onDirty: () => {},
    });
  }

  async start(): Promise<this> {
    const outcome = await this.core.start();
    if (!outcome.ok) throw new Error(outcome.failure.detail);
    await this.clock.settle();
    return this;
  }

  kinds(): string[] { return this.records.map((each) => each.kind); }
}

/** Everything a session tells, in order, in the reference's words. */
export function listen(session: NetworkSession | Session, options: { answers?: boolean } = {}): string[] {
  const heard: string[] = [];
  session.on('stateChanged', (state) => { heard.push(`state ${state}`); });
  session.on('opened', () => { heard.push('opened'); });
  session.on('closed', () => { heard.push('closed'); });
  session.on('error', (error) => { heard.push(`error ${error}`); });
  session.on('newConfigurationActivated', () => { heard.push('activated'); });
  if (options.answers) session.on('preferredConfigurationChanged', (candidate, seamless) => { heard.push(`preferred ${candidate.identifier}${seamless ? ' seamless' : ''}`); });
  return heard;
}
