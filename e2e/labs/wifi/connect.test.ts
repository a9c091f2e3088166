import { availableParallelism, loadavg } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Credentials } from '../../../app/contract/management.ts';
import type { Outcome } from '../../../app/core/ports/driver.ts';
import { DriverUnderTest, patient, valueOf } from '../networkmanager/driver-under-test.ts';
import { certificates, PASSWORD, users, type LabName } from './access-points.ts';
import { DriverInLab, type Joining } from './driver-in-lab.ts';
import { lab as entry, LAB_START_LIMIT, LAB_TEST_LIMIT, seenId, type WifiLab } from './lab.ts';
import { wifiLabUnavailable } from './requirements.mjs';

const reason = wifiLabUnavailable();
/** The lab's machine is emulated, so its seconds are seconds only where the processors have nothing else to do. */
const isOwnMachine = (loadavg()[0] ?? 0) <= availableParallelism();
const nothing: Credentials = { kind: 'none' };
const password = (word: string): Credentials => ({ kind: 'password', password: word });
const authority = { check: 'file', path: certificates.authority, domain: certificates.serverName } as const;
const enterprise = (more: Partial<Extract<Credentials, { kind: 'passwordEap' }>> = {}): Credentials =>
  ({ kind: 'passwordEap', method: 'peap', inner: 'mschapv2', identity: 'alice', anonymousIdentity: null, password: users.alice, authority, ...more });
const certificate: Credentials = { kind: 'certificateEap', identity: users.certificate, clientCertificate: certificates.client, privateKey: certificates.key, privateKeyPassword: null, authority };

describe.skipIf(reason !== null)(`connect, on real Wi-Fi${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: LAB_TEST_LIMIT }, () => {
  let on: DriverInLab;
  let lab: WifiLab;
  let nm: DriverUnderTest;

  beforeAll(async () => {
    on = await DriverInLab.start();
    ({ lab, nm } = on);
  }, LAB_START_LIMIT);
  afterAll(() => on?.stop());
  afterEach(() => on.forgetAll());

  const connect = (name: LabName, credentials: Credentials, more?: Joining): Promise<Outcome<{ accessPoint: string }>> => on.connect(name, credentials, more);
  const storedInNetworkManager = async (): Promise<string> => (await lab.nmcli('-t', '-f', 'NAME,FILENAME', 'connection', 'show')).trim();

  test.each<[what: string, name: LabName, credentials: Credentials]>([
    ['an open network', 'open', nothing],
    ['WPA2 with a password', 'wpa2', password(PASSWORD)],
    ['WPA3', 'wpa3', password(PASSWORD)],
    ['a network of WPA2 and WPA3', 'mixed', password(PASSWORD)],
    ['Enhanced Open (OWE)', 'owe', nothing],
    ['WEP', 'wep', password('lab12')],
    ['PEAP with the authority checked', 'enterprise', enterprise()],
    ['TTLS with PAP inside', 'enterprise', enterprise({ method: 'ttls', inner: 'pap', anonymousIdentity: 'anonymous' })],
    ['TLS with a certificate of the user', 'enterprise', certificate],
    ['PEAP without a check, which the user took upon himself', 'enterprise', enterprise({ authority: { check: 'none', userAcceptsRisk: true } })],
    ['a hidden network', 'hidden', password(PASSWORD)],
    ['a name that is markup', 'markup', password(PASSWORD)],
    ['a name of emoji', 'emoji', password(PASSWORD)],
    ['a name that is no text', 'bytes', nothing],
    ['one that is hardly heard', 'weak', password(PASSWORD)],
  ])('%s: joined, stored and told as active', async (_what, name, credentials) => {
    const { accessPoint } = valueOf(await connect(name, credentials));
    expect(nm.accessPoint(accessPoint)).toMatchObject({ stored: true, ssid: entry(name).ssid, security: entry(name).security, link: { state: 'active' } });
    expect(await storedInNetworkManager()).toContain('/etc/NetworkManager/system-connections/');
    expect(JSON.stringify(nm.changes)).not.toContain(PASSWORD);
  });

  test('it is not tied to the radio that it came up on', async () => {
    const { accessPoint } = valueOf(await connect('wpa2', password(PASSWORD), { interface: 'wlan1' }));
    await nm.until('either radio can have it', () => nm.accessPoint(accessPoint).interfaces.length === 2);
    expect((await lab.nmcli('-g', 'connection.interface-name', 'connection', 'show', accessPoint)).trim()).toBe('');
  });

  test('a WPA2 key of 64 hexadecimal digits is as good as the password', async () => {
    const [, key = ''] = /psk=([0-9a-f]{64})/.exec(await lab.run(`wpa_passphrase 'Lab WPA2' ${PASSWORD} | grep -v '#'`)) ?? [];
    expect(await connect('wpa2', password(key))).toMatchObject({ ok: true });
  });

  test('a wrong WPA2 password is told as that within ten seconds, and nothing is left', async () => {
    const began = performance.now();
    expect(await connect('wpa2', password('wrong-horse'))).toMatchObject({ ok: false, failure: { code: 'wrongSecret', detail: expect.stringContaining('password') as string } });
    expect(performance.now() - began).toBeLessThan(isOwnMachine ? 10_000 : 40_000);
    expect(await storedInNetworkManager()).toBe('');
    expect(JSON.stringify(nm.changes)).not.toContain('wrong-horse');
  });

  test.each<[what: string, name: LabName, credentials: Credentials, words: string]>([
    ['a wrong WPA3 password', 'wpa3', password('wrong-horse'), 'password'],
    ['a wrong PEAP password', 'enterprise', enterprise({ password: 'wrong-horse' }), 'password'],
    ['a server of another authority', 'enterprise', enterprise({ authority: { check: 'file', path: certificates.stranger, domain: null } }), 'certificate'],
    ['a server of another name', 'enterprise', enterprise({ authority: { ...authority, domain: 'else.test' } }), 'certificate'],
  ])('%s: the stage reached and the likely causes are told, and nothing is left', async (_what, name, credentials, words) => {
    expect(await connect(name, credentials)).toMatchObject({ ok: false, failure: { code: 'failed', detail: expect.stringContaining(words) as string, stage: expect.any(String) as string } });
    expect(await storedInNetworkManager()).toBe('');
  });

  test('a hidden network that is not there is not found', async () => {
    const outcome = await nm.driver.store!.connect({ target: { target: 'hidden', ssid: Buffer.from('nobody').toString('hex'), security: 'open' }, credentials: nothing, interface: null, hardwareAddress: 'default' }, { signal: patient() });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'notFound' } });
    expect(await storedInNetworkManager()).toBe('');
  });

  test('called off, it leaves nothing', async () => {
    const abort = new AbortController();
    const connecting = connect('silent', nothing, { signal: abort.signal });
    await nm.until('it waits for an address', () => [...nm.accessPoints.values()].some(({ link }) => link?.stage === 'getting an address'));
    abort.abort();
    expect(await connecting).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(await storedInNetworkManager()).toBe('');
  });

  test('Handover gone in the middle of it: NetworkManager ends it alone, and nothing is left', async () => {
    const other = await DriverUnderTest.start(lab.busAddress);
    const connecting = other.driver.store!.connect({ target: { target: 'accessPoint', accessPoint: seenId('silent') }, credentials: nothing, interface: null, hardwareAddress: 'default' }, { signal: patient() });
    await other.until('it waits for an address', () => [...other.accessPoints.values()].some(({ link }) => link?.stage === 'getting an address'));
    await other.stop();
    expect(await connecting).toMatchObject({ ok: false });
    // NetworkManager waits 45 s for an address.
    await expect.poll(storedInNetworkManager, { timeout: 100_000, interval: 1_000 }).toBe('');
  });

  test('a second one comes up on the other radio, so that the first stays up', async () => {
    const { accessPoint: first } = valueOf(await connect('open', nothing));
    const { accessPoint: second } = valueOf(await connect('wpa2', password(PASSWORD)));
    expect([first, second].map(id => nm.isActive(id))).toEqual([true, true]);
    expect(nm.accessPoint(first).link?.interface).not.toBe(nm.accessPoint(second).link?.interface);
  });

  test('it comes up on the radio that is asked for, with another address each time where that is wanted', async () => {
    const { accessPoint } = valueOf(await connect('open', nothing, { interface: 'wlan1', hardwareAddress: 'random' }));
    expect(nm.accessPoint(accessPoint).link?.interface).toBe('wlan1');
    expect(await lab.run('cat /sys/class/net/wlan1/address')).not.toContain('02:00:00:00:01:00');
  });

  describe('of one that is stored', () => {
    const changedPassword = 'another-horse';
    const reconnect = async (id: string, word: string): Promise<Outcome<{ accessPoint: string }>> => {
      valueOf(await nm.driver.deactivate(id));
      return nm.driver.store!.connect({ target: { target: 'accessPoint', accessPoint: id }, credentials: password(word), interface: null, hardwareAddress: 'default' }, { signal: patient() });
    };

    test('a new password takes the old one’s place once it has worked', async () => {
      const { accessPoint } = valueOf(await connect('wpa2', password(PASSWORD)));
      await lab.accessPoint('wpa2').password(changedPassword);
      try {
        expect(valueOf(await reconnect(accessPoint, changedPassword))).toEqual({ accessPoint });
        expect(valueOf(await nm.driver.store!.share(accessPoint))).toBe(`WIFI:T:WPA;S:Lab WPA2;P:${changedPassword};;`);
        expect(await storedInNetworkManager()).toContain('/etc/NetworkManager/system-connections/');
      } finally {
        await lab.accessPoint('wpa2').password(PASSWORD);
      }
    });

    test('a wrong password leaves the one that was stored', async () => {
      const { accessPoint } = valueOf(await connect('wpa2', password(PASSWORD)));
      expect(await reconnect(accessPoint, 'wrong-horse')).toMatchObject({ ok: false, failure: { code: 'wrongSecret' } });
      expect(valueOf(await nm.driver.store!.share(accessPoint))).toContain(`P:${PASSWORD};`);
      valueOf(await nm.driver.activate(accessPoint, { signal: patient() }));
    });
  });
});
