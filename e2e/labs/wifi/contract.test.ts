import { afterAll, beforeAll, describe } from 'vitest';
import { createNetworkManagerDriver } from '../../../app/drivers/networkmanager/index.ts';
import { describeDriverContract } from '../../../app/drivers/shared/driver-contract.ts';
import { realTime, type DriverRig } from '../../../app/drivers/shared/driver-rig.ts';
import { describeStoreContract } from '../../../app/drivers/shared/store-contract.ts';
import { realClock } from '../networkmanager/driver-under-test.ts';
import { PASSWORD, type LabName } from './access-points.ts';
import { LAB_START_LIMIT, LAB_TEST_LIMIT, lab as entry, seenId, WifiLab } from './lab.ts';
import { wifiLabUnavailable } from './requirements.mjs';

const reason = wifiLabUnavailable();
const uuid = (name: LabName): string => `00000000-0000-4000-8000-0000000042${entry(name).subnet}`;
const stored = ['mixed', 'open', 'markup', 'silent'] as const satisfies LabName[];
const nameOf = (id: string): LabName => stored.find(name => uuid(name) === id) ?? 'mixed';

describe.skipIf(reason !== null)(`on real Wi-Fi${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: LAB_TEST_LIMIT }, () => {
  let lab: WifiLab;

  beforeAll(async () => {
    lab = await WifiLab.up();
    for (const name of stored) {
      const { ssid, security } = entry(name);
      await lab.nmcli('connection', 'add', 'type', 'wifi', 'con-name', name, 'connection.uuid', uuid(name), 'autoconnect', 'no', 'ssid', Buffer.from(ssid, 'hex').toString(),
        ...(security === 'open' ? [] : ['wifi-sec.key-mgmt', 'wpa-psk', 'wifi-sec.psk', PASSWORD]), ...(name === 'silent' ? ['ipv4.dhcp-timeout', '3', 'ipv4.may-fail', 'no'] : []));
    }
  }, LAB_START_LIMIT);
  afterAll(() => lab?.down());

  const begin = async (): Promise<void> => { await lab.run('pidof NetworkManager > /dev/null || echo > /run/lab/begin'); };
  const makeRig = async (): Promise<DriverRig> => ({
    create: () => createNetworkManagerDriver({ clock: realClock, busAddress: lab.busAddress }),
    wait: realTime,
    dispose: async () => {
      await begin();
      await lab.run('until nmcli general > /dev/null 2>&1; do sleep 0.2; done');
      // What the test stored goes; what the rig stored is taken down.
      await lab.run(`nmcli -t -f UUID connection show | grep -v '^00000000-0000-4000-8000-0000000042' | while read -r id; do nmcli connection delete "$id"; done > /dev/null`);
      for (const device of ['wlan0', 'wlan1']) await lab.run(`nmcli device disconnect ${device} > /dev/null 2>&1 || :`);
      await lab.accessPoint('mixed').portal(false);
    },
    accessPoint: uuid('mixed'),
    pair: [uuid('open'), uuid('markup')],
    overlap: true,
    broken: uuid('silent'),
    limit: 50_000,
    joining: { accessPoint: seenId('wpa2'), right: PASSWORD, wrong: 'wrong-horse', countStored: async () => Number(await lab.run('ls /etc/NetworkManager/system-connections | wc -l')) },
    setConnectivity: (id, value) => lab.accessPoint(nameOf(id)).portal(value === 'portal'),
    managerGone: async () => { await lab.run('kill $(pidof NetworkManager); while pidof NetworkManager > /dev/null; do sleep 0.1; done'); },
    managerBack: begin,
    makeTraffic: async id => { await lab.run(`ping -q -c 3 -i 0.2 10.42.${entry(nameOf(id)).subnet}.1 > /dev/null`); },
  });

  describeDriverContract('NetworkManager, two radios', makeRig);
  describeStoreContract('NetworkManager, two radios', makeRig);
});
