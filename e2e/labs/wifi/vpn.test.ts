import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DriverTrial } from '../../../app/core/ports/driver.ts';
import { type DriverUnderTest, patient, valueOf } from '../networkmanager/driver-under-test.ts';
import { INTERNET } from './access-points.ts';
import { DriverInLab } from './driver-in-lab.ts';
import { LAB_START_LIMIT, LAB_TEST_LIMIT } from './lab.ts';
import { Pinging } from './pinging.ts';
import { wifiLabUnavailable } from './requirements.mjs';

const reason = wifiLabUnavailable();
/** Beyond the far ends of both tunnels, and in no network of an access point's. */
const ELSEWHERE = '10.99.0.2';

/** The far ends: at the lab's internet, for whoever comes from whichever access point. */
const farEnds = `
  modprobe tun
  cd /run/lab && umask 077
  ip -n air addr add ${ELSEWHERE}/32 dev inet0
  wg genkey > guard.far; wg genkey > guard.near
  ip -n air link add guard0 type wireguard
  ip netns exec air wg set guard0 listen-port 51820 private-key guard.far peer $(wg pubkey < guard.near) allowed-ips 10.88.0.2/32
  ip -n air addr add 10.88.0.1/24 dev guard0
  ip -n air link set guard0 up
  cat > guard.conf << END
[Interface]
PrivateKey = $(cat guard.near)
Address = 10.88.0.2/24
[Peer]
PublicKey = $(wg pubkey < guard.far)
Endpoint = ${INTERNET}:51820
AllowedIPs = 0.0.0.0/0
END
  openvpn --genkey secret work.key > /dev/null
  ip netns exec air openvpn --dev tun9 --dev-type tun --proto udp --local ${INTERNET} --port 1194 --ifconfig 10.89.0.1 10.89.0.2 --secret /run/lab/work.key --cipher AES-256-CBC --float --daemon --log /run/lab/openvpn.log`;

/** Both as one stores them on a desktop: everything goes through them. */
const nearEnds = `
  nmcli connection import type wireguard file /run/lab/guard.conf
  nmcli connection modify guard connection.autoconnect no
  nmcli connection down guard || :
  nmcli connection add type vpn vpn-type openvpn con-name work autoconnect no vpn.data 'connection-type=static-key, static-key=/run/lab/work.key, remote=${INTERNET}, port=1194, local-ip=10.89.0.2, remote-ip=10.89.0.1, cipher=AES-256-CBC'`;

describe.skipIf(reason !== null)(`a trial beneath a VPN, on real Wi-Fi${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: LAB_TEST_LIMIT }, () => {
  let on: DriverInLab;
  let nm: DriverUnderTest;
  let from: string;
  let to: string;
  let pinging: Pinging;

  const begin = async (): Promise<DriverTrial> => valueOf(await nm.driver.beginTrial(from, to, { signal: patient() }));
  const isDefault = (id: string): boolean | undefined => nm.accessPoint(id).link?.isDefault;
  const wayOut = (): Promise<string | undefined> => on.wayOut(ELSEWHERE);
  /** A tunnel that is up to NetworkManager has yet to greet its far end. */
  const untilAnswered = async (): Promise<void> => { await on.lab.run(`ping -q -c 1 -w 20 ${ELSEWHERE} || { tail -n 5 /run/lab/openvpn.log; ip route; false; }`); };
  const vpn = (name: string): string => [...nm.accessPoints.values()].find(accessPoint => accessPoint.kind === 'vpn' && accessPoint.name === name)?.id ?? expect.unreachable(`no VPN ${name} was told`);

  beforeAll(async () => {
    on = await DriverInLab.start();
    ({ nm } = on);
    pinging = new Pinging(on.lab, ELSEWHERE);
    await on.lab.run(farEnds);
    [from, to] = [await on.join('wpa2'), await on.join('mixed')];
    await on.lab.run(nearEnds);
    await nm.until('both VPNs are told', () => [...nm.accessPoints.values()].filter(({ kind }) => kind === 'vpn').length === 2);
  }, LAB_START_LIMIT);
  afterAll(() => on?.stop());
  beforeEach(() => on.stand(from, to));
  afterEach(async () => {
    for (const name of ['guard', 'work']) valueOf(await nm.driver.deactivate(vpn(name)));
    expect(await on.rules()).toBe('');
  });

  describe('of WireGuard', () => {
    /** Where the far end has its partner. */
    const partner = async (): Promise<string> => (await on.lab.run('ip netns exec air wg show guard0 endpoints')).replace(/^\S+\s+|:\d+\s*$/g, '');
    const addressOf = (id: string): string => nm.interface(on.device(id) ?? '').addresses.find(({ address }) => !address.includes(':'))?.address ?? '';

    beforeEach(async () => {
      valueOf(await nm.driver.activate(vpn('guard'), { signal: patient() }));
      await nm.until('what leads out is told', () => isDefault(from) === true);
      expect(await wayOut()).toBe('guard');
      await untilAnswered();
      await pinging.begin();
    }, LAB_TEST_LIMIT);

    test('committed: new flows stay in the tunnel, which goes on over the new link', async () => {
      expect(await partner()).toBe(addressOf(from));
      const trial = await begin();
      valueOf(await trial.switch());
      expect([await wayOut(), await partner()]).toEqual(['guard', addressOf(from)]);
      valueOf(await trial.commit({ releaseOld: true }));
      expect([nm.isActive(vpn('guard')), isDefault(to), await wayOut()]).toEqual([true, true, 'guard']);
      const { sent, lost } = await pinging.end();
      expect(await partner()).toBe(addressOf(to));
      expect(sent).toBeGreaterThan(5);
      expect(lost).toBe(0);
    });

    test('rolled back: nothing is lost, and the tunnel was never moved', async () => {
      const trial = await begin();
      valueOf(await trial.switch());
      valueOf(await trial.rollBack({ releaseNew: true }));
      expect([nm.isActive(vpn('guard')), isDefault(from), await wayOut(), await partner()]).toEqual([true, true, 'guard', addressOf(from)]);
      const { sent, lost } = await pinging.end();
      expect(sent).toBeGreaterThan(5);
      expect(lost).toBe(0);
    });
  });

  describe('of a plugin', () => {
    beforeEach(async () => {
      valueOf(await nm.driver.activate(vpn('work'), { signal: patient() }));
      await nm.until('what leads out is told', () => isDefault(from) === true);
      expect(await wayOut()).toBe(on.device(vpn('work')));
      await untilAnswered();
      await pinging.begin();
    }, LAB_TEST_LIMIT);

    test('rolled back: it stayed up, and nothing is lost', async () => {
      const tunnel = on.device(vpn('work'));
      const trial = await begin();
      valueOf(await trial.switch());
      expect(await wayOut()).toBe(tunnel);
      valueOf(await trial.rollBack({ releaseNew: true }));
      expect([nm.isActive(vpn('work')), isDefault(from), await wayOut()]).toEqual([true, true, tunnel]);
      const { sent, lost } = await pinging.end();
      expect(sent).toBeGreaterThan(5);
      expect(lost).toBe(0);
    });

    test('committed: it ends with the link beneath it, which is told with the reason, and comes up again over the new one', async () => {
      const trial = await begin();
      valueOf(await trial.switch());
      const told = nm.changes.length;
      valueOf(await trial.commit({ releaseOld: true }));
      await pinging.end();
      await nm.until('the VPN is gone', () => nm.accessPoint(vpn('work')).link === null);
      expect(nm.changes.slice(told).flatMap(({ change }) => (change.change === 'activationFailed' ? [change] : []))).toMatchObject([{ accessPoint: vpn('work'), failure: { detail: expect.stringContaining('beneath') as string } }]);
      expect([isDefault(to), await wayOut()]).toEqual([true, on.device(to)]);
      valueOf(await nm.driver.activate(vpn('work'), { signal: patient() }));
      expect(await wayOut()).toBe(on.device(vpn('work')));
    });
  });
});
