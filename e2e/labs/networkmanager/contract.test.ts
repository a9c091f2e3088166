import { afterAll, beforeAll, describe } from 'vitest';
import type { Clock } from '../../../app/core/ports/clock.ts';
import { createNetworkManagerDriver } from '../../../app/drivers/networkmanager/index.ts';
import { describeDriverContract } from '../../../app/drivers/shared/driver-contract.ts';
import { realTime, type DriverRig } from '../../../app/drivers/shared/driver-rig.ts';
import { realClock } from './driver-under-test.ts';
import { Internet, labUnavailable, NetworkManagerLab, profileId } from './lab.ts';

const [cable, other, silent] = [profileId(0), profileId(1), profileId(2)];
/** A second stored connection for the first cable. */
const sameCable = '00000000-0000-4000-8000-000000007790';
const uplinkOf: Readonly<Record<string, number>> = { [cable]: 0, [other]: 1, [silent]: 2, [sameCable]: 0 };
const uplink = (id: string): number => uplinkOf[id] ?? 0;

/** Two access points that are tried against each other: on a cable each, or both on the same one. */
type Pair = readonly [from: string, to: string];

/** Real time that knows how many timers are set and have neither run nor been called off. */
class CountingClock implements Clock {
  pending = 0;
  now(): number { return realClock.now(); }
  after(ms: number, run: () => void): () => void {
    let isSet = true;
    const isOver = (): void => {
      if (isSet) this.pending -= 1;
      isSet = false;
    };
    this.pending += 1;
    const cancel = realClock.after(ms, () => { isOver(); run(); });
    return () => { isOver(); cancel(); };
  }
}

const reason = labUnavailable();

describe.skipIf(reason !== null)(`on a real NetworkManager${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let lab: NetworkManagerLab;

  beforeAll(async () => {
    lab = await NetworkManagerLab.up({ uplinks: 3, autoconnect: false });
    lab.nmcli('connection', 'add', 'type', 'ethernet', 'con-name', 'wired0 again', 'ifname', 'wired0', 'autoconnect', 'no', 'connection.uuid', sameCable);
    // The third uplink gives no address, and the wait for one is short.
    await lab.dhcp(2, 'off');
    lab.nmcli('connection', 'modify', silent, 'ipv4.dhcp-timeout', '1', 'ipv4.may-fail', 'no');
  });
  afterAll(() => lab?.down());

  const makeRig = (pair: Pair) => async (): Promise<DriverRig> => {
    const clock = new CountingClock();
    return {
      create: () => createNetworkManagerDriver({ clock, busAddress: lab.busAddress }),
      wait: realTime,
      dispose: async () => {
        lab.cable(0, 'in');
        lab.web(0, 'full');
        for (const id of lab.nmcli('-g', 'UUID', 'connection', 'show', '--active').split('\n')) if (id in uplinkOf) lab.nmcli('connection', 'down', id);
      },
      accessPoint: cable,
      pair,
      overlap: uplink(pair[0]) !== uplink(pair[1]),
      broken: silent,
      limit: 20_000,
      setConnectivity: (id, value) => {
        if (value === 'none') throw new Error('a lab’s router cannot take away what its own wire reaches');
        lab.web(uplink(id), value);
      },
      breakLink: id => lab.cable(uplink(id), 'out'),
      managerGone: () => lab.stopManager(),
      managerBack: () => lab.startManager(),
      makeTraffic: () => { lab.run('ping', '-q', '-c', '3', '-i', '0.01', Internet.echo4); },
      pendingTimers: () => clock.pending,
    };
  };

  describeDriverContract('NetworkManager, a cable each', makeRig([cable, other]));
  describeDriverContract('NetworkManager, both on one cable', makeRig([cable, sameCable]));
});
