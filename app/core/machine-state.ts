import { actions, nothingKnown, type Permission, type SecretRequestView, type SystemView } from '../contract/management.ts';
import type { Clock } from './ports/clock.ts';
import type { Driver } from './ports/driver.ts';
import type { SecretRequest } from './ports/management.ts';

/** What the driver tells of the machine beside its links: radios, permissions, the hotspot, and secrets that it waits for. */
export class MachineState {
  system: SystemView;
  readonly secretRequests = new Map<string, SecretRequestView>();

  constructor(private readonly driver: Driver, private readonly clock: Clock, private readonly canAsk: () => boolean) { this.system = whatDriverCan(driver); }

  /** To be asked of the user; where nobody can, the platform need not wait for an answer that will not come. */
  secretWanted({ limit, ...request }: SecretRequest): void {
    if (!this.canAsk()) { void this.driver.secrets?.decline(request.id); return; }
    const at = this.clock.now();
    this.secretRequests.set(request.id, { ...request, at, expiresAt: at + limit });
  }

  secretOver(id: string): void { this.secretRequests.delete(id); }

  /** A manager that has gone waits for nothing. */
  managerGone(): void { this.secretRequests.clear(); }
}

/** Until the platform tells: what the driver has a part for, it may do. */
function whatDriverCan(driver: Driver): SystemView {
  const parts = {
    connect: driver.store, changeStored: driver.store, switchWifi: driver.radios, switchMobile: driver.radios, hotspot: driver.hotspot, scan: driver.capabilities.scan || undefined,
  };
  const permissions = Object.fromEntries(actions.map((action): [string, Permission] => [action, parts[action] === undefined ? 'notSupported' : 'yes'])) as SystemView['permissions'];
  return { ...nothingKnown, permissions };
}
