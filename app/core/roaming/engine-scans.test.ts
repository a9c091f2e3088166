import { beforeEach, describe, expect, it } from 'vitest';
import { atTen, second, type EngineRig } from '../testing/engine-rig.ts';

let rig: EngineRig;
beforeEach(async () => { rig = await atTen(); });
const loseInternet = () => { rig.loseInternet(); };

describe('scans', () => {
  const until = async (seconds: number) => { await rig.clock.advance(seconds * second - (rig.clock.now() - rig.began)); return rig.scans; };
  /** Weak, with nobody to offer. */
  const alone = () => { for (const id of ['b', 'c']) rig.set(id, { inReach: false, level: null }); rig.watch(); rig.setLevel('a', -79); };

  it('none while the current one is strong and reaches the internet', async () => {
    rig.watch();
    expect(await until(4_000)).toEqual([]);
  });
  it('at a low signal two 6 s apart, every 30 s ten times, then every 300 s', async () => {
    alone();
    expect(await until(1_000)).toEqual([10, 16, ...Array.from({ length: 10 }, (_, index) => 46 + 30 * index), 616, 916]);
  });
  it.each<[string, () => void]>([['without internet', loseInternet], ['with the link lost', () => { rig.watch({ lostAt: rig.clock.now() }); }]])('%s too', async (_, act) => {
    rig.watch();
    act();
    expect((await until(20)).slice(0, 2)).toEqual([10, 16]);
  });
  it('none in a call, but for one that leads nowhere', async () => {
    rig.packetsPerSecond = 16;
    alone();
    expect(await until(600)).toEqual([]);
    loseInternet();
    expect(rig.scans).toEqual([600]);
  });
  it('one packet a second less is no call', () => {
    rig.packetsPerSecond = 15;
    alone();
    expect(rig.scans).toEqual([10]);
  });
  it('a lost link is no call', () => {
    rig.packetsPerSecond = 16;
    rig.watch({ lostAt: rig.clock.now() });
    expect(rig.scans).toEqual([10]);
  });
  it('none during a trial', async () => {
    rig.trialRuns = true;
    alone();
    expect(await until(600)).toEqual([]);
  });
  it('a reason that comes and goes goes on where it was', async () => {
    alone();
    await until(17);
    rig.setLevel('a', -50);
    await until(40);
    rig.setLevel('a', -79);
    expect(await until(80)).toEqual([10, 16, 46, 76]);
  });
  it('after more than five minutes without one it begins anew', async () => {
    alone();
    await until(17);
    rig.setLevel('a', -50);
    await until(46 + 301);
    rig.setLevel('a', -79);
    expect(await until(360)).toEqual([10, 16, 347, 353]);
  });
  it('after five minutes it does not yet', async () => {
    alone();
    await until(17);
    rig.setLevel('a', -50);
    await until(46 + 300);
    rig.setLevel('a', -79);
    expect(await until(370)).toEqual([10, 16, 346]);
  });
  it('on another link they begin anew', async () => {
    alone();
    await until(17);
    rig.set('b', { up: true, inReach: true, level: -79 });
    rig.watch({ current: 'b' });
    expect(await until(24)).toEqual([10, 16, 17, 23]);
  });
});
