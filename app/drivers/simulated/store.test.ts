import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../contract/management.ts';
import { parseScenario } from './load-scenario.ts';
import { testScenario } from './test-scenario.ts';
import { Play } from './test-play.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8/;
const password = (text: string): Credentials => ({ kind: 'password', password: text });

/** The test scenario with a password on its closed network, which is not stored, and a hidden one beside it. */
async function play(): Promise<Play> {
  const scenario = testScenario();
  const accessPoints = scenario.accessPoints.map((each): typeof each => (each.id === 'closed' && each.kind === 'wifi' ? { ...each, password: 'open sesame' } : each));
  const hidden = { kind: 'wifi' as const, id: 'hidden', ssid: 'Secret', hidden: true, security: 'wpa3' as const, radios: [{ bssid: '02:00:00:00:00:05', at: [4, 4] as [number, number], band: '5' as const, channel: 40 }] };
  return Play.start(parseScenario('test', { ...scenario, accessPoints: [...accessPoints, hidden] }));
}
const named = (shown: Play, name: string) => [...shown.witness.accessPoints.values()].find((each) => each.name === name);
const connect = (shown: Play, accessPoint: string, credentials: Credentials, signal = new AbortController().signal) =>
  shown.ends(shown.driver.store.connect({ target: { target: 'accessPoint', accessPoint }, credentials, interface: null, hardwareAddress: 'default' }, { signal }));

describe('joining a simulated network', () => {
  it('stores it under a lasting id once the right password brought it up', async () => {
    const shown = await play();
    const seen = shown.id('closed');
    const outcome = await connect(shown, seen, password('open sesame'));
    const now = named(shown, 'Closed')!;
    expect(outcome).toEqual({ ok: true, value: { accessPoint: now.id } });
    expect(now).toMatchObject({ id: expect.stringMatching(uuid), stored: true, link: { state: 'active' } });
    expect(shown.witness.accessPoints.has(seen)).toBe(false);
    expect(shown.witness.faults).toEqual([]);
  });

  it.each([['a wrong one', password('open barley'), 'wrongSecret'], ['one too short', password('open'), 'wrongSecret'], ['none', { kind: 'none' }, 'secretNeeded']] as const)('leaves nothing behind with %s', async (_, credentials, code) => {
    const shown = await play();
    const seen = shown.id('closed');
    const outcome = await connect(shown, seen, credentials);
    expect(outcome).toMatchObject({ ok: false, failure: { code } });
    expect(named(shown, 'Closed')).toMatchObject({ id: seen, stored: false, link: null });
  });

  it('can be given up while it comes up', async () => {
    const shown = await play();
    const giveUp = new AbortController();
    shown.clock.after(500, () => { giveUp.abort(); });
    expect(await connect(shown, shown.id('closed'), password('open sesame'), giveUp.signal)).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(named(shown, 'Closed')).toMatchObject({ stored: false, link: null });
  });

  it('finds a hidden one by its name', async () => {
    const shown = await play();
    const target = { target: 'hidden', ssid: Buffer.from('Secret').toString('hex'), security: 'wpa3' } as const;
    const outcome = await shown.ends(shown.driver.store.connect({ target, credentials: password('x'), interface: null, hardwareAddress: 'default' }, { signal: new AbortController().signal }));
    expect(outcome.ok).toBe(true);
    expect(named(shown, 'Secret')).toMatchObject({ stored: true, ssid: target.ssid, link: { state: 'active' } });
    const other = await shown.driver.store.connect({ target: { ...target, ssid: 'ff' }, credentials: password('x'), interface: null, hardwareAddress: 'default' }, { signal: new AbortController().signal });
    expect(other).toMatchObject({ ok: false, failure: { code: 'notFound' } });
  });
});

describe('what is stored', () => {
  it('is forgotten with its link, and comes back as it was', async () => {
    const shown = await play();
    await shown.activate('near');
    const id = shown.id('near');
    const outcome = await shown.ends(shown.driver.store.forget(id));
    expect(named(shown, 'Near')).toMatchObject({ stored: false, link: null, id: expect.stringMatching(/^wlan:/) });
    if (!outcome.ok) throw new Error(outcome.failure.detail);
    await shown.ends(outcome.value.restore());
    expect(named(shown, 'Near')).toMatchObject({ stored: true, id });
    expect(await shown.driver.store.share(id)).toEqual({ ok: true, value: 'WIFI:T:WPA;S:Near;P:simulated;;' });
    expect(shown.witness.faults).toEqual([]);
  });

  it('changes name, cost and addresses', async () => {
    const shown = await play();
    await shown.activate('near');
    const id = shown.id('near');
    const profile = await shown.driver.store.profile(id);
    if (!profile.ok) throw new Error(profile.failure.detail);
    const ipv4 = { ...profile.value.ipv4, method: 'manual', addresses: [{ address: '10.9.8.7', prefix: 24 }], gateway: '10.9.8.1', nameServers: ['10.9.8.2'] } as const;
    await shown.ends(shown.driver.store.change(id, { name: 'Desk', metered: 'yes', ipv4: { ...ipv4, addresses: [...ipv4.addresses], nameServers: [...ipv4.nameServers] } }));
    expect(shown.accessPoint('near')).toMatchObject({ name: 'Desk', metered: true });
    expect(shown.interface('wlan0')).toMatchObject({ addresses: ipv4.addresses, gateways: ['10.9.8.1'], nameServers: ['10.9.8.2'], metered: true });
  });

  it('is brought up by itself once that is wanted', async () => {
    const shown = await play();
    await shown.ends(shown.driver.store.change(shown.id('near'), { autoconnect: true }));
    await shown.when(() => shown.isActive('near'), 10);
    expect(shown.isActive('near')).toBe(true);
  });
});

describe('the Wi-Fi radio', () => {
  it('takes links and networks with it, and brings them back', async () => {
    const shown = await play();
    await shown.activate('near');
    await shown.ends(shown.driver.radios.set('wifi', false));
    expect(shown.accessPoint('near')).toMatchObject({ link: null, inReach: false });
    expect(named(shown, 'Closed')).toBeUndefined();
    expect(shown.told.at(-1)!.at).toBeGreaterThan(0);
    expect(shown.told.flatMap(({ change }) => (change.change === 'system' ? change.system.radios.wifi : []))).toEqual([{ present: true, on: false, hardwareOn: true }]);
    await shown.ends(shown.driver.radios.set('wifi', true));
    expect(shown.accessPoint('near')).toMatchObject({ inReach: true });
    expect(named(shown, 'Closed')).toBeDefined();
  });
});
