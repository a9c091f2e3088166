import { describe, expect, it } from 'vitest';
import type { DriverTrial } from '../../core/ports/driver.ts';
import { parseScenario } from './load-scenario.ts';
import type { ScenarioInput } from './scenario.ts';
import { testScenario } from './test-scenario.ts';
import { Play } from './test-play.ts';

const start = (change: Parameters<typeof testScenario>[0] = {}, seed = 1): Promise<Play> => Play.start(parseScenario('test', testScenario(change)), seed);
const never = new AbortController().signal;

async function beginTrial(play: Play, from: string, to: string): Promise<DriverTrial> {
  const outcome = await play.ends(play.driver.beginTrial(play.id(from), play.id(to), { signal: never }));
  if (!outcome.ok) throw new Error(outcome.failure.detail);
  return outcome.value;
}

describe('the seed', () => {
  const trace = async (seed: number): Promise<string> => {
    const play = await start({ timeline: [{ at: 20, do: 'walk', to: ['door'] }] }, seed);
    await play.activate('near');
    await play.ends(play.driver.scan());
    await play.advance(120);
    return JSON.stringify(play.told);
  };

  it('makes the same play again', async () => {
    expect(await trace(3)).toBe(await trace(3));
  });

  it('makes another play with another', async () => {
    expect(await trace(3)).not.toBe(await trace(4));
  });

  it('does not change ids', async () => {
    const ids = async (seed: number): Promise<string[]> => [...(await start({}, seed)).witness.accessPoints.keys()];
    expect(await ids(1)).toEqual(await ids(2));
  });
});

describe('scans', () => {
  it('are the only way to learn of a radio that no link is on', async () => {
    const play = await start();
    const before = play.accessPoint('far')!.level!;
    play.driver.control.setLevelOffset('far', 15);
    await play.advance(60);
    expect(play.accessPoint('far')!.level).toBe(before);
    await play.ends(play.driver.scan());
    expect(Math.abs(play.accessPoint('far')!.level! - before - 15)).toBeLessThanOrEqual(5);
  });

  it('take about two seconds, and one is enough for all who ask at once', async () => {
    const play = await start();
    await Promise.all([play.ends(play.driver.scan()), play.ends(play.driver.scan())]);
    expect(play.seconds).toBe(2);
    expect(play.told.filter(({ change }) => change.change === 'scanned')).toHaveLength(1);
  });

  it('forget what was not heard twice, and keep what is stored', async () => {
    const play = await start();
    play.driver.control.setLevelOffset('closed', -90);
    play.driver.control.setLevelOffset('far', -90);
    await play.ends(play.driver.scan());
    expect(play.accessPoint('closed')).toBeDefined();
    await play.ends(play.driver.scan());
    expect(play.accessPoint('closed')).toBeUndefined();
    expect(play.accessPoint('far')).toMatchObject({ inReach: false, bss: [], level: null });
  });

  it('tell the level of the radio in use every second without them', async () => {
    const play = await start();
    await play.activate('near');
    const from = play.told.length;
    await play.advance(10);
    const told = play.told.slice(from).filter(({ change }) => change.change === 'accessPoint' && change.accessPoint.id === play.id('near'));
    expect(told).toHaveLength(10);
  });
});

describe('activation', () => {
  it('goes through its stages', async () => {
    const play = await start();
    await play.activate('near');
    const stages = play.told.flatMap(({ change }) => (change.change === 'accessPoint' && change.accessPoint.id === play.id('near') ? [change.accessPoint.link?.stage] : []));
    expect([...new Set(stages)]).toEqual(['associating', 'authenticating', 'getting an address', 'checking', null]);
    expect(play.seconds).toBeGreaterThan(2);
    expect(play.seconds).toBeLessThan(4);
  });

  it.each([['association', 'failed', 'associating'], ['authentication', 'wrongSecret', 'authenticating'], ['address', 'noAddress', 'getting an address']] as const)('fails once at %s, as it is told to', async (fault, code, stage) => {
    const play = await start();
    play.driver.control.failNextActivation('near', fault);
    await play.advance(0);
    expect(await play.activate('near')).toMatchObject({ ok: false, failure: { code, stage } });
    expect(play.accessPoint('near')!.link).toBeNull();
    expect(await play.activate('near')).toMatchObject({ ok: true });
  });

  it('comes up behind a sign-in page, as it is told to', async () => {
    const play = await start();
    play.driver.control.failNextActivation('near', 'portal');
    await play.advance(0);
    await play.activate('near');
    expect(play.interface('wlan0').connectivity).toBe('portal');
  });

  it('asks for the password of what is not stored', async () => {
    const play = await start();
    expect(await play.activate('closed')).toMatchObject({ ok: false, failure: { code: 'secretNeeded' } });
  });

  it('finds neither a network out of reach nor a cable that is out', async () => {
    const play = await start({ user: { at: 'garden' } });
    expect(await play.activate('near')).toMatchObject({ ok: false, failure: { code: 'failed', detail: 'The network was not found.' } });
    expect(await play.activate('cable')).toMatchObject({ ok: false, failure: { code: 'failed', detail: 'No cable is plugged in.' } });
  });

  it('replaces the link on its only interface, and takes a free one where there is', async () => {
    const one = await start({ radios: 1 });
    await one.activate('near');
    await one.activate('far');
    expect([one.isActive('near'), one.isActive('far')]).toEqual([false, true]);
    const two = await start({ radios: 2 });
    await two.activate('near');
    await two.activate('far');
    expect([two.isActive('near'), two.isActive('far')]).toEqual([true, true]);
  });

  it('goes on while one of two who asked for it still wants it', async () => {
    const play = await start();
    const abort = new AbortController();
    const first = play.driver.activate(play.id('near'), { signal: abort.signal });
    const second = play.driver.activate(play.id('near'), { signal: never });
    await play.advance(1);
    abort.abort();
    expect(await play.ends(first)).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(await play.ends(second)).toMatchObject({ ok: true });
    expect(play.isActive('near')).toBe(true);
  });

  it('ends when the cable is pulled on the way', async () => {
    const play = await start();
    const activation = play.driver.activate(play.id('cable'), { signal: never });
    await play.advance(0.3);
    play.driver.control.pullCable('eth0');
    expect(await play.ends(activation)).toMatchObject({ ok: false, failure: { detail: 'The cable was taken out.' } });
    expect(play.accessPoint('cable')).toMatchObject({ link: null, inReach: false });
  });
});

describe('what happens by itself', () => {
  const connectingByItself = (id: string): ScenarioInput['accessPoints'] =>
    testScenario().accessPoints.map((each): ScenarioInput['accessPoints'][number] => (each.id === id ? { ...each, autoconnect: true } : each));

  it('loses a network some seconds after it went out of reach', async () => {
    const play = await start();
    await play.activate('near');
    play.driver.control.walkTo('garden', 100);
    expect(await play.when(() => !play.isActive('near'), 30)).toBeGreaterThan(3);
    expect(play.accessPoint('near')).toMatchObject({ inReach: false, link: null });
  });

  it('brings up what connects by itself when its cable comes back, unless it was taken down by hand', async () => {
    const accessPoints = connectingByItself('cable');
    const play = await start({ accessPoints, connected: ['cable'] });
    await play.ends(play.driver.deactivate(play.id('cable')));
    await play.advance(30);
    expect(play.isActive('cable')).toBe(false);
    play.driver.control.pullCable('eth0');
    await play.advance(2);
    play.driver.control.plugCable('eth0');
    await play.when(() => play.isActive('cable'), 10);
    expect(play.told.some(({ change }) => change.change === 'activationFailed')).toBe(false);
  });

  it('tells an activation of the system\'s own that failed, once', async () => {
    const accessPoints = connectingByItself('silent');
    const play = await start({ accessPoints });
    await play.advance(120);
    expect(play.told.filter(({ change }) => change.change === 'activationFailed')).toMatchObject([{ change: { accessPoint: play.id('silent'), failure: { code: 'noAddress' } } }]);
  });
});

describe('a trial', () => {
  it('with one radio breaks the link for about 3 s', async () => {
    const play = await start({ radios: 1 });
    await play.activate('near');
    const from = play.seconds;
    const trial = await beginTrial(play, 'near', 'far');
    expect(trial.overlap).toBe(false);
    expect(play.seconds - from).toBeGreaterThan(2);
    expect(play.seconds - from).toBeLessThan(4.5);
  });

  it('moves traffic at the switch, lets old flows end on the old link, and moves it back', async () => {
    const play = await start({ radios: 2 });
    await play.activate('cable');
    play.driver.watchCounters(1000);
    const trial = await beginTrial(play, 'cable', 'near');
    /** Packets that were sent in the next `seconds`. */
    const sent = async (seconds: number): Promise<[cable: number, near: number]> => {
      await play.advance(1);
      const before = ['eth0', 'wlan0'].map((name) => play.witness.counters.get(name)!.sentPackets);
      await play.advance(seconds);
      return ['eth0', 'wlan0'].map((name, index) => play.witness.counters.get(name)!.sentPackets - before[index]!) as [number, number];
    };
    const [, nearBefore] = await sent(20);
    expect(nearBefore).toBe(0);
    await play.ends(trial.switch());
    const [old, young] = await sent(5);
    expect(old).toBeGreaterThan(0);
    expect(young).toBeGreaterThan(0);
    await play.advance(60);
    const [oldLater, youngLater] = await sent(20);
    expect(youngLater).toBeGreaterThan(20 * (oldLater + 1));
    await play.ends(trial.rollBack({ releaseNew: false }));
    const [back, gone] = await sent(20);
    expect(back).toBeGreaterThan(20);
    expect(gone).toBe(0);
  });

  it('cannot be kept when the new link has gone', async () => {
    const play = await start({ radios: 2 });
    await play.activate('near');
    const trial = await beginTrial(play, 'near', 'cable');
    play.driver.control.pullCable('eth0');
    await play.advance(0);
    expect(await play.ends(trial.commit({ releaseOld: true }))).toMatchObject({ ok: false });
    expect(play.isActive('near')).toBe(true);
    expect(await play.ends(trial.rollBack({ releaseNew: true }))).toMatchObject({ ok: true });
  });

  it('says so when the old link cannot be had again', async () => {
    const play = await start({ radios: 1 });
    await play.activate('near');
    const trial = await beginTrial(play, 'near', 'far');
    play.driver.control.setLevelOffset('near', -90);
    await play.advance(0);
    expect(await play.ends(trial.rollBack({ releaseNew: false }))).toMatchObject({ ok: false, failure: { detail: 'Near is out of reach.' } });
    expect(play.isActive('far')).toBe(true);
  });

  it('does not outlive a manager that goes while it begins', async () => {
    const play = await start({ radios: 1 });
    await play.activate('near');
    const begin = play.driver.beginTrial(play.id('near'), play.id('far'), { signal: never });
    await play.advance(1);
    play.driver.control.managerGone();
    expect(await play.ends(begin)).toMatchObject({ ok: false, failure: { code: 'managerGone' } });
    await play.advance(10);
    play.driver.control.managerBack();
    await play.advance(0);
    expect(play.isActive('near')).toBe(true);
    await beginTrial(play, 'near', 'far');
  });
});

describe('a manager that goes', () => {
  it('ends a scan under way, and tells nothing until it is back', async () => {
    const play = await start();
    const scan = play.driver.scan();
    await play.advance(1);
    play.driver.control.managerGone();
    expect(await play.ends(scan)).toMatchObject({ ok: false, failure: { code: 'managerGone' } });
    expect(play.seconds).toBe(1);
    play.driver.control.pullCable('eth0');
    await play.advance(60);
    expect(play.told.at(-1)?.change.change).toBe('managerGone');
    play.driver.control.managerBack();
    await play.advance(0);
    expect(play.told.at(-1)?.change.change).toBe('managerBack');
    expect(play.accessPoint('cable')!.inReach).toBe(false);
  });
});

describe('control', () => {
  it('refuses what is not there, and says what is', async () => {
    const play = await start();
    expect(() => play.driver.control.pullCable('wlan0')).toThrow('There is no wired interface "wlan0"; use one of: eth0.');
    expect(() => play.driver.control.setConnectivity('nobody', 'none')).toThrow(/use one of: cable, near/);
    expect(() => play.driver.control.walkTo('attic')).toThrow(/use one of: desk, door, garden/);
  });
});
