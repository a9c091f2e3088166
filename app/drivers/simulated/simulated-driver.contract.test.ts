import { describeDriverContract } from '../shared/driver-contract.ts';
import type { DriverRig } from '../shared/driver-rig.ts';
import { FakeClock } from '../shared/fake-clock.ts';
import { describeStoreContract } from '../shared/store-contract.ts';
import { parseScenario } from './load-scenario.ts';
import { createSimulatedDriver, type SimulatedDriver } from './simulated-driver.ts';
import { testScenario } from './test-scenario.ts';

/** @param radios wireless interfaces of the machine: with two of them both links of the pair are up at once */
const makeRig = (radios: 1 | 2) => async (): Promise<DriverRig> => {
  const clock = new FakeClock();
  const plan = testScenario({ radios });
  const accessPoints = plan.accessPoints.map((each): typeof each => (each.id === 'closed' && each.kind === 'wifi' ? { ...each, password: 'correct horse' } : each));
  const scenario = parseScenario('test', { ...plan, accessPoints });
  let driver: SimulatedDriver;
  const create = (): SimulatedDriver => (driver = createSimulatedDriver({ scenario, clock, seed: 7 }));
  // Ids of access points do not depend on the driver, so any one can tell them.
  const { serviceNetworks: [network] } = create();
  const [cable, near, far, silent] = network!.members as [string, string, string, string];
  return {
    create,
    wait: (holds, limit) => clock.advanceUntil(holds, limit),
    dispose: async () => {},
    accessPoint: cable,
    pair: [near, far],
    overlap: radios === 2,
    broken: silent,
    worldEndsWithDriver: true,
    limit: 60_000,
    joining: { accessPoint: `wlan:${Buffer.from('Closed').toString('hex')}:wpa2`, right: 'correct horse', wrong: 'a wrong horse' },
    setConnectivity: (accessPoint, value) => driver.control.setConnectivity(accessPoint, value),
    breakLink: () => driver.control.pullCable('eth0'),
    managerGone: () => driver.control.managerGone(),
    managerBack: () => driver.control.managerBack(),
    pendingTimers: () => clock.pending,
  };
};

describeDriverContract('simulated, two radios', makeRig(2));
describeDriverContract('simulated, one radio', makeRig(1));
describeStoreContract('simulated', makeRig(1));
