import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SecretRequest } from '../../../core/ports/management.ts';
import { Bus, ServedError } from '../bus.ts';
import { AGENT_PATH, AGENTS_PATH, MANAGER_PATH, Name, SERVICE } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { patient, StubTest, valueOf } from './stub-test.ts';
import { network } from './stub/devices.ts';
import { mobileProfile, profileUuid, wifiProfile } from './stub/profiles.ts';

const RIGHT = 'the right one';
const [home, sim] = [profileUuid(1), profileUuid(2)];

const reason = busUnavailable();

describe.skipIf(reason !== null)(`secrets that NetworkManager asks for, on a stub of it${skipped(reason)}`, () => {
  let on: StubTest;

  beforeEach(async () => {
    on = await StubTest.start(stub => {
      const wlan0 = stub.devices.wifi('wlan0', network(0));
      stub.devices.modem('cdc0', network(1));
      stub.air.appear(wlan0, [{ ssid: Buffer.from('Home'), bssid: '02:AA:00:00:00:01', beacon: 'wpa2', strength: 60 }]);
      stub.profiles.add(wifiProfile(1, 'Home', Buffer.from('Home'), 'wpa-psk'));
      stub.profiles.add(mobileProfile(2, 'Phone', 'internet'));
      stub.agents.passwords.set(Buffer.from('Home').toString('hex'), RIGHT);
      stub.agents.pins.set(sim, '4711');
    });
  });
  afterEach(async () => {
    await on.stop();
    expect(on.witness.faults).toEqual([]);
    expect(JSON.stringify(on.witness.changes)).not.toContain(RIGHT);
  });

  const wanted = (): SecretRequest[] => on.witness.changes.flatMap(change => (change.change === 'secretWanted' ? [change.request] : []));
  const over = (): string[] => on.witness.changes.flatMap(change => (change.change === 'secretOver' ? [change.id] : []));
  const asked = async (times = 1): Promise<SecretRequest> => {
    await on.until(`it was asked for ${times} times`, () => wanted().length === times);
    return wanted()[times - 1]!;
  };

  test('a password that is given goes on with the activation', async () => {
    const activation = on.driver.activate(home, { signal: patient() });
    const request = await asked();
    expect(request).toMatchObject({ accessPoint: home, kind: 'password', wrongBefore: true, message: '' });
    valueOf(await on.driver.secrets!.give(request.id, RIGHT));
    valueOf(await activation);
    expect(over()).toEqual([request.id]);
  });

  test('a wrong one is asked for again', async () => {
    const activation = on.driver.activate(home, { signal: patient() });
    valueOf(await on.driver.secrets!.give((await asked()).id, 'a wrong one'));
    valueOf(await on.driver.secrets!.give((await asked(2)).id, RIGHT));
    valueOf(await activation);
    expect(over()).toEqual(wanted().map(({ id }) => id));
  });

  test('refused, the activation ends as cancelled', async () => {
    const activation = on.driver.activate(home, { signal: patient() });
    const { id } = await asked();
    valueOf(await on.driver.secrets!.refuse(id));
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(over()).toEqual([id]);
    expect(await on.driver.secrets!.give(id, RIGHT)).toMatchObject({ ok: false, failure: { code: 'notFound' } });
  });

  test('where nobody can be asked, the activation fails at once and says so', async () => {
    const activation = on.driver.activate(home, { signal: patient() });
    const { id } = await asked();
    valueOf(await on.driver.secrets!.decline(id));
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'wrongSecret', detail: expect.stringContaining('no window of Handover') as string } });
    expect(over()).toEqual([id]);
    expect(on.clock.pending).toBe(0);
  });

  test('where nobody can be asked, what another failure says stays as it is', async () => {
    const abort = new AbortController();
    const activation = on.driver.activate(home, { signal: abort.signal });
    valueOf(await on.driver.secrets!.decline((await asked()).id));
    abort.abort();
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
  });

  test('a SIM asks for its PIN', async () => {
    const activation = on.driver.activate(sim, { signal: patient() });
    const request = await asked();
    expect(request).toMatchObject({ accessPoint: sim, kind: 'pin' });
    valueOf(await on.driver.secrets!.give(request.id, '4711'));
    valueOf(await activation);
  });

  test('called off, it is no longer waited for', async () => {
    const abort = new AbortController();
    const activation = on.driver.activate(home, { signal: abort.signal });
    const { id } = await asked();
    abort.abort();
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    await on.until('it is over', () => over().includes(id));
  });

  test('without an answer it is over in time', async () => {
    const activation = on.driver.activate(home, { signal: patient() });
    const { id, limit } = await asked();
    await on.clock.advance(limit);
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'wrongSecret' } });
    expect(over()).toEqual([id]);
  });

  test('it is over when the driver stops', async () => {
    const activation = on.driver.activate(home, { signal: patient() });
    await asked();
    await on.driver.stop();
    expect(await activation).toMatchObject({ ok: false });
    expect(on.clock.pending).toBe(0);
  });

  test('of an activation that somebody else began, the desktop’s own agent is asked', async () => {
    const [desktop, somebody] = [await Bus.connect(on.bus.address), await Bus.connect(on.bus.address)];
    try {
      let timesAsked = 0;
      desktop.serve(AGENT_PATH, Name.agent, {
        GetSecrets: { answers: 'a{sa{sv}}', run: () => {
          timesAsked += 1;
          return Promise.reject(new ServedError(`${SERVICE}.SecretManager.UserCanceled`, 'no'));
        } },
      });
      await desktop.call({ destination: SERVICE, path: AGENTS_PATH, interface: Name.agents, member: 'RegisterWithCapabilities', signature: 'su', body: ['desktop', 0] });
      // Handover's is the first that the stub knows, so it is asked first and gives way.
      expect(on.stub.agents.registered).toHaveLength(2);
      const profile = on.stub.profiles.all()[0]!.path;
      await somebody.call({ destination: SERVICE, path: MANAGER_PATH, interface: Name.manager, member: 'ActivateConnection', signature: 'ooo', body: [profile, '/', '/'] });
      await on.until('it failed', () => on.witness.changes.some(({ change }) => change === 'activationFailed'));
      expect(timesAsked).toBe(1);
      expect(wanted()).toEqual([]);
    } finally {
      await desktop.close();
      await somebody.close();
    }
  });

  test('nobody but NetworkManager is told anything', async () => {
    const stranger = await Bus.connect(on.bus.address);
    try {
      const activation = on.driver.activate(home, { signal: patient() });
      const { id } = await asked();
      const profile = on.stub.profiles.all()[0]!;
      await expect(stranger.call({ destination: on.stub.agents.registered[0]!, path: AGENT_PATH, interface: Name.agent, member: 'GetSecrets', signature: 'a{sa{sv}}osasu',
        body: [on.stub.profiles.readable(profile.path), profile.path, '802-11-wireless-security', [], 1] })).rejects.toMatchObject({ dbusName: 'org.freedesktop.DBus.Error.AccessDenied' });
      expect(wanted()).toHaveLength(1);
      valueOf(await on.driver.secrets!.refuse(id));
      await activation;
    } finally {
      await stranger.close();
    }
  });
});
