import { describe, expect, it } from 'vitest';
import { populate } from './crowd.ts';
import { loadScenario, parseScenario } from './load-scenario.ts';
import type { ScenarioInput } from './scenario.ts';
import { testScenario } from './test-scenario.ts';
import { Play } from './test-play.ts';

const start = (change: Parameters<typeof testScenario>[0] = {}, seed = 1): Promise<Play> => Play.start(parseScenario('test', testScenario(change)), seed);
const { interfaces, accessPoints } = testScenario();
const onTheMove: Partial<ScenarioInput> = {
  interfaces: [...interfaces, { name: 'wwan0', kind: 'mobile' }, { name: 'tun0', kind: 'vpn' }],
  accessPoints: [...accessPoints, { kind: 'mobile', id: 'phone', name: 'Phone', interface: 'wwan0' }, { kind: 'vpn', id: 'work', name: 'Work', interface: 'tun0' }],
};
const link = (play: Play, id: string) => play.accessPoint(id)?.link ?? null;

describe('the default route', () => {
  it('is on the cable before the wireless, and on one link only', async () => {
    const play = await start();
    await play.activate('near');
    expect(link(play, 'near')).toMatchObject({ isDefault: true });
    await play.activate('cable');
    expect([link(play, 'cable')?.isDefault, link(play, 'near')?.isDefault]).toEqual([true, false]);
  });

  it('leaves a link that no longer reaches the internet, and that is told before it is told on the other', async () => {
    const play = await start({ connected: ['cable', 'near'] });
    const from = play.told.length;
    play.driver.control.setConnectivity('cable', 'none');
    await play.advance(0);
    const told = play.told.slice(from).flatMap(({ change }) => (change.change === 'accessPoint' ? [[change.accessPoint.name, change.accessPoint.link?.isDefault]] : []));
    expect(told).toEqual([['Cable', false], ['Near', true]]);
  });

  it('stays where it is while another link is on trial, until the switch', async () => {
    const play = await start({ radios: 2 });
    await play.activate('near');
    const begun = await play.ends(play.driver.beginTrial(play.id('near'), play.id('cable'), { signal: new AbortController().signal }));
    if (!begun.ok) throw new Error(begun.failure.detail);
    expect([link(play, 'near')?.isDefault, link(play, 'cable')?.isDefault]).toEqual([true, false]);
    await play.ends(begun.value.switch());
    expect([link(play, 'near')?.isDefault, link(play, 'cable')?.isDefault]).toEqual([false, true]);
    await play.ends(begun.value.rollBack({ releaseNew: true }));
    expect(link(play, 'near')?.isDefault).toBe(true);
  });
});

describe('the noise', () => {
  it('is told of a wireless one while it is in use, as the scenario says', async () => {
    const play = await start({ radioModel: { noiseFloor: -88 } });
    expect(play.accessPoint('near')?.noise).toBeNull();
    await play.activate('near');
    expect([play.accessPoint('near')?.noise, play.accessPoint('cable')?.noise]).toEqual([-88, null]);
  });
});

describe('sleep', () => {
  it('is told before the links go, and what was up comes back after it', async () => {
    const play = await start();
    await play.activate('near');
    const from = play.told.length;
    play.driver.control.setAsleep(true);
    await play.advance(30);
    expect(play.told[from]?.change).toEqual({ change: 'sleep', sleeping: true });
    expect(link(play, 'near')).toBeNull();
    play.driver.control.setAsleep(false);
    await play.advance(0);
    expect(play.told.some(({ change }) => change.change === 'sleep' && !change.sleeping)).toBe(true);
    await play.when(() => play.isActive('near'), 20);
  });

  it('brings nothing up and scans nothing while it lasts', async () => {
    const play = await start();
    play.driver.control.setAsleep(true);
    await play.advance(0);
    expect(await play.activate('near')).toMatchObject({ ok: false, failure: { detail: 'The machine is asleep.' } });
    expect(await play.ends(play.driver.scan())).toMatchObject({ ok: false, failure: { detail: 'The machine is asleep.' } });
  });

  it('in the middle of a trial: the machine comes back to the old link, and a trial can begin again', async () => {
    const play = await start({ radios: 1 });
    await play.activate('near');
    const signal = new AbortController().signal;
    const begun = await play.ends(play.driver.beginTrial(play.id('near'), play.id('far'), { signal }));
    if (!begun.ok) throw new Error(begun.failure.detail);
    play.driver.control.setAsleep(true);
    await play.advance(1);
    expect(await play.ends(begun.value.rollBack({ releaseNew: true }))).toMatchObject({ ok: false });
    play.driver.control.setAsleep(false);
    await play.when(() => play.isActive('near'), 20);
    expect(link(play, 'far')).toBeNull();
    expect(await play.ends(play.driver.beginTrial(play.id('near'), play.id('far'), { signal }))).toMatchObject({ ok: true });
  });

  it('and a walk meanwhile: what is out of reach then stays down', async () => {
    const play = await start();
    await play.activate('near');
    play.driver.control.setAsleep(true);
    play.driver.control.walkTo('garden', 100);
    await play.advance(30);
    play.driver.control.setAsleep(false);
    await play.advance(60);
    expect(link(play, 'near')).toBeNull();
    play.driver.control.walkTo('desk', 100);
    await play.advance(60);
    expect(link(play, 'near')).toBeNull();
  });
});

describe('a VPN', () => {
  it('is listed, goes over a link that reaches the internet, and never takes the default route from it', async () => {
    const play = await start({ ...onTheMove, connected: ['cable'] });
    expect(play.accessPoint('work')).toMatchObject({ kind: 'vpn', inReach: true, link: null });
    await play.activate('work');
    expect([link(play, 'work')?.isDefault, link(play, 'cable')?.isDefault]).toEqual([false, true]);
    expect(play.interface('tun0')).toMatchObject({ kind: 'vpn', connectivity: 'full' });
    play.driver.control.setConnectivity('cable', 'none');
    await play.advance(0);
    expect(play.interface('tun0').connectivity).toBe('none');
  });

  it('cannot be had without one, and goes with the last', async () => {
    const play = await start(onTheMove);
    expect(await play.activate('work')).toMatchObject({ ok: false, failure: { detail: 'No connection reaches the internet, which a VPN needs.' } });
    await play.activate('cable');
    await play.activate('work');
    play.driver.control.pullCable('eth0');
    await play.when(() => !play.isActive('work'), 3);
    expect(play.witness.faults).toEqual([]);
  });

  it('has its traffic counted, and the link under it too', async () => {
    const play = await start({ ...onTheMove, connected: ['cable'] });
    await play.activate('work');
    play.driver.watchCounters(1000);
    await play.advance(20);
    const sent = (name: string) => play.witness.counters.get(name)!.sentPackets;
    expect(sent('tun0')).toBeGreaterThan(10);
    expect(sent('eth0')).toBeGreaterThanOrEqual(sent('tun0'));
  });
});

describe('mobile coverage', () => {
  it('ends in a tunnel, and the link with it', async () => {
    const play = await start(onTheMove);
    await play.activate('phone');
    play.driver.control.setLevelOffset('phone', -60);
    await play.when(() => !play.isActive('phone'), 3);
    expect(play.accessPoint('phone')).toMatchObject({ inReach: false, level: -140 });
    expect(await play.activate('phone')).toMatchObject({ ok: false, failure: { detail: 'There is no mobile coverage.' } });
    play.driver.control.setLevelOffset('phone', 0);
    await play.advance(2);
    expect(await play.activate('phone')).toMatchObject({ ok: true });
  });
});

describe('a fault set by hand', () => {
  it('strikes every time, until it is taken away', async () => {
    const play = await start();
    play.driver.control.setFault('near', 'authentication');
    await play.advance(0);
    for (let time = 0; time < 2; time++) expect(await play.activate('near')).toMatchObject({ ok: false, failure: { code: 'wrongSecret' } });
    play.driver.control.setFault('near', null);
    await play.advance(0);
    expect(await play.activate('near')).toMatchObject({ ok: true });
  });
});

describe('several floors', () => {
  const floors: Partial<ScenarioInput> = { floors: { count: 2 }, places: { desk: [0, 0], door: [10, 0], garden: [400, 0], upstairs: [0, 0, 1] } };

  it('are walked between; the level falls by the ceiling and the cable stays behind', async () => {
    const play = await start({ ...floors, connected: ['cable'], radioModel: { shadowing: 0, noise: 0 } });
    await play.activate('near');
    const below = play.accessPoint('near')!.level!;
    play.driver.control.walkTo('upstairs', 1);
    await play.advance(10);
    expect(play.driver.control.position()).toEqual({ x: 0, y: 0, floor: 1 });
    expect(below - play.accessPoint('near')!.level!).toBeGreaterThanOrEqual(15);
    expect(play.isActive('cable')).toBe(false);
  });

  it('that the building has not are refused, by hand and in a file', async () => {
    const play = await start(floors);
    expect(() => play.driver.control.walkTo([{ x: 0, y: 0, floor: 2 }])).toThrow('There is no floor 2; floors go from 0 to 1.');
    expect(() => parseScenario('my.json', testScenario({ places: { desk: [0, 0, 3], door: [0, 1], garden: [9, 9] } }))).toThrow(/places\.desk: is on floor 3, which the building has not; use floor 0/);
    expect(() => parseScenario('my.json', testScenario({ ...floors, walls: [{ from: 'desk', to: 'upstairs', loss: 3 }] }))).toThrow(/walls\[0\]: goes from one floor to another; write a wall for each floor/);
  });
});

describe('what the plan shows', () => {
  it('has what stands where, without what goes with the user', async () => {
    const play = await Play.start(await loadScenario('captive-portal'));
    const plan = play.driver.control.plan();
    expect(plan.floors).toEqual({ lowest: 0, count: 3 });
    expect(plan.accessPoints.find(({ name }) => name === 'My phone')!.radios).toEqual([]);
    expect(plan.accessPoints.find(({ name }) => name === 'Hotel Lux')!.radios[2]).toEqual({ at: { x: 10, y: 9, floor: 2 }, band: '5', bssid: 'b2:20:00:00:04:50' });
  });

  it('is told as it changes', async () => {
    const play = await start();
    const { control } = play.driver;
    let told = 0;
    control.onChange(() => { told += 1; });
    control.setConnectivity('near', 'portal');
    control.pullCable('eth0');
    await play.advance(0);
    expect(told).toBe(2);
    expect(control.state()).toMatchObject({ pulled: ['eth0'], isAsleep: false, accessPoints: { [play.id('near')]: { connectivity: 'portal', fault: null, offset: 0 } } });
  });
});

describe('a crowd', () => {
  const crowd: ScenarioInput['crowd'] = [
    { id: 'fair', ssid: 'Fair', radios: 40, area: { from: [0, 0], to: [60, 60] }, bands: ['5'] },
    { id: 'stand', ssid: 'Stand #', networks: 30, area: { from: [0, 0], to: [60, 60] }, security: 'open' },
  ];

  it('is spread by the seed, each radio with a BSSID of its own', async () => {
    const made = (seed: number) => populate(parseScenario('test', testScenario({ crowd })), seed).accessPoints.slice(accessPoints.length);
    expect(made(1)).toEqual(made(1));
    expect(made(1)).not.toEqual(made(2));
    const radios = made(1).flatMap((each) => (each.kind === 'wifi' ? each.radios : []));
    expect(radios).toHaveLength(70);
    expect(new Set(radios.map(({ bssid }) => bssid)).size).toBe(70);
    expect(radios.every(({ at }) => typeof at === 'object' && at.x >= 0 && at.x <= 60)).toBe(true);
    expect(made(1).at(-1)).toMatchObject({ id: 'stand-30', ssid: { text: 'Stand 30' } });
  });

  it('can be brought up like any other', async () => {
    const play = await Play.start(populate(parseScenario('test', testScenario({ crowd })), 1));
    expect(await play.activate('stand-1')).toMatchObject({ ok: true });
  });

  it('whose networks would all have one name is refused, and so are more radios than can be played', () => {
    const refused = (change: Partial<NonNullable<typeof crowd>[number]>) => () => parseScenario('my.json', testScenario({ crowd: [{ ...crowd[1]!, ...change }] }));
    expect(refused({ ssid: 'Stand' })).toThrow(/crowd\[0\]\.ssid: is the name of several networks; put # where the number of each is to stand/);
    expect(refused({ networks: 5000, radios: 3 })).toThrow(/crowd: makes 15000 radios; make at most 10000/);
  });
});
