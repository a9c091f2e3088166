import { beforeEach, describe, expect, it } from 'vitest';
import { decision } from '../../contract/state.ts';
import { atTen, minute, second, type EngineRig } from '../testing/engine-rig.ts';
import type { RoamingSession } from './engine.ts';
import { judgeAgain } from './replay/journal.ts';
import { balanced } from './settings.ts';

let rig: EngineRig;
beforeEach(async () => { rig = await atTen(); });
const loseInternet = () => { rig.loseInternet(); };

describe('what is held back is looked at again when the holding ends', () => {
  it.each<[string, () => void, number]>([
    ['a pause for five minutes', () => { rig.change(() => { rig.engine.pause(rig.clock.now() + 5 * minute); }); }, 10 + 300],
    ['the user\'s own choice', () => { rig.engine.userChose(); }, 10 + 60],
    ['a cool-down', () => { for (const id of ['b', 'c']) rig.engine.memory.failed(id, rig.clock.now(), balanced); rig.change(() => { rig.engine.lookAgain(); }); }, 10 + 300 + 10],
    ['what is believed of the others', () => { for (const id of ['b', 'c']) { rig.set(id, { up: true, reaches: 'none' }); rig.set(id, { up: false }); } }, 10 + 300 + 10],
  ])('%s', async (_, act, expected) => {
    rig.watch();
    act();
    loseInternet();
    expect(await rig.asked()).toBe(expected);
  });
  it('the settling after a sleep', async () => {
    rig.watch();
    rig.world.wokeAt = rig.clock.now();
    rig.setLevel('a', -79);
    expect([rig.decisions().at(-1), await rig.asked()]).toEqual(['10 b held asleep', 30]);
  });
  it('a call is looked at every 10 s', async () => {
    rig.watch();
    rig.packetsPerSecond = 50;
    rig.setLevel('a', -79);
    await rig.clock.advance(24 * second);
    rig.packetsPerSecond = 0;
    expect([rig.decisions().at(-1), await rig.asked()]).toEqual(['20 b held inCallOrStream', 40]);
  });
  it('a pause without end ends with the word, at once', async () => {
    rig.watch();
    rig.change(() => { rig.engine.pause(null); });
    loseInternet();
    expect([await rig.asked(), rig.engine.paused]).toEqual([null, { until: null }]);
    rig.change(() => { rig.engine.resume(); });
    expect([rig.offer?.candidate, rig.engine.paused]).toEqual(['b', null]);
  });
  it('a pause is over at its end', async () => {
    rig.engine.pause(rig.clock.now() + minute);
    expect(rig.engine.paused).toEqual({ until: rig.clock.now() + minute });
    await rig.clock.advance(minute);
    expect(rig.engine.paused).toBeNull();
  });
  it('the end of a trial is told', async () => {
    rig.trialRuns = true;
    rig.watch();
    loseInternet();
    expect(await rig.asked()).toBeNull();
    rig.trialRuns = false;
    rig.change(() => { rig.engine.lookAgain(); });
    expect(rig.offer?.candidate).toBe('b');
  });
  it('nothing is asked in a sleep', async () => {
    rig.watch();
    rig.world.sleeping = true;
    loseInternet();
    expect([await rig.asked(), rig.decisions().at(-1), rig.scans]).toEqual([null, '10 b held asleep', []]);
  });
  it('with nothing to wait for no timer is set', () => {
    rig.watch();
    expect(rig.clock.pending).toBe(0);
  });
});

describe('the end of a cool-down is looked at by itself', () => {
  /** b is better for the whole time, and held back by what ends with a change of the world only; c cools down. */
  it.each<[string, () => void]>([
    ['pinned', () => { rig.pins.add('a'); rig.order = ['b', 'a', 'c']; }],
    ['trialRunning', () => { rig.trialRuns = true; rig.order = ['b', 'a', 'c']; }],
    ['clientForbids', () => { rig.order = ['b', 'a', 'c']; rig.watch({ forbids: 'clientForbids' }); }],
    ['userForbids', () => { rig.order = ['b', 'a', 'c']; rig.watch({ forbids: 'userForbids' }); }],
    ['noTrigger', () => { rig.setLevel('b', -40); }],
    ['pairLimit', () => { rig.order = ['b', 'a', 'c']; for (let each = 0; each < 3; each += 1) rig.engine.memory.offered('a', 'b', rig.clock.now()); }],
  ])('while another candidate is held as %s', async (code, hold) => {
    rig.watch();
    rig.set('b', { up: true });
    hold();
    rig.engine.memory.failed('c', rig.clock.now(), balanced);
    rig.change(() => { rig.engine.lookAgain(); });
    const of = (candidate: string) => rig.engine.decisionOf('desktop', candidate)?.outcome.reason.code;
    await rig.clock.advance(5 * minute - 1);
    expect([of('b'), of('c')]).toEqual([code, 'coolDown']);
    await rig.clock.advance(1);
    expect([of('b'), of('c')]).toEqual([code, 'notBetter']);
  });
});

describe('what is told of decisions', () => {
  it('is each other outcome, once', async () => {
    rig.watch();
    rig.told.length = 0;
    rig.set('b', { stored: false });
    rig.set('b', { stored: false });
    expect(rig.told).toEqual(['desktop b']);
  });
  it('is that there is none any more, when a member leaves the network or its session is gone', () => {
    rig.watch();
    rig.told.length = 0;
    rig.networks.set('office', ['a', 'c']);
    rig.watch();
    expect([rig.told, rig.engine.decisionOf('desktop', 'b')]).toEqual([['desktop b'], null]);
    rig.engine.unwatch('desktop', { code: 'closed' });
    expect(rig.told).toEqual(['desktop b', 'desktop c']);
  });
});

describe('how long a candidate has been better', () => {
  it('counts on when another rule makes it so', async () => {
    rig.watch();
    rig.setLevel('a', -79);
    await rig.clock.advance(6 * second);
    rig.set('a', { metered: true });
    expect(await rig.asked()).toBe(20);
  });
  it('begins anew after a break', async () => {
    rig.watch();
    rig.setLevel('a', -79);
    await rig.clock.advance(6 * second);
    rig.setLevel('a', -50);
    rig.setLevel('a', -79);
    expect(await rig.asked()).toBe(26);
  });
  it('begins anew when it was not let in for a while', async () => {
    rig.watch({ members: ['a', 'b'] });
    rig.setLevel('a', -79);
    await rig.clock.advance(6 * second);
    rig.set('b', { stored: false });
    rig.set('b', { stored: true });
    expect(await rig.asked()).toBe(26);
  });
  it('begins anew when it was no member for a while', async () => {
    rig.networks.set('office', ['a', 'b']);
    rig.watch();
    rig.setLevel('a', -79);
    await rig.clock.advance(6 * second);
    for (const members of [['a'], ['a', 'b']]) { rig.networks.set('office', members); rig.watch(); }
    expect(await rig.asked()).toBe(26);
  });
  it('begins anew on another link', async () => {
    rig.watch();
    rig.setLevel('a', -79);
    await rig.clock.advance(6 * second);
    rig.setLevel('c', -79);
    rig.watch({ current: 'c' });
    expect(await rig.asked()).toBe(26);
  });
});

describe('what is recorded', () => {
  it('why one is not let in, once for each reason and current one', () => {
    rig.set('b', { stored: false });
    rig.watch();
    rig.set('b', { metered: true });
    expect(rig.decisions()).toEqual(['10 b gated notStored']);
    rig.set('b', { stored: true });
    expect(rig.decisions()).toEqual(['10 b gated notStored', '10 b gated metered']);
    rig.watch({ current: 'c' });
    rig.set('c', { up: true });
    expect(rig.decisions().slice(2)).toEqual(['10 a held notBetter', '10 b gated metered']);
  });
  it('a stronger one that is not stronger by enough, and anew when a level has moved by 6 dB; a weaker one not', async () => {
    rig.set('c', { inReach: false, level: null });
    rig.watch();
    // Apart as scans are: a mean of the last ones is judged.
    const becomes = async (id: string, level: number) => { for (let scan = 0; scan < 6; scan += 1) { await rig.clock.advance(10 * second); rig.set(id, { level: level + scan / 100 }); } };
    const recorded = () => rig.decisions().map((each) => each.replace(/^\S+ /, ''));
    await becomes('b', -62);
    expect(recorded()).toEqual([]);
    await becomes('b', -52);
    expect(recorded()).toEqual(['b held notBetter', 'b held notBetter']);
    await becomes('b', -50);
    await becomes('b', -54);
    expect(recorded()).toHaveLength(2);
    await becomes('a', -58);
    expect(recorded()).toHaveLength(2);
  });
  it.each<[string, number]>([['metered', 1], ['tooWeak', 2]])('of one that is not let in as %s and whose level moves by 6 dB: %i', async (code, expected) => {
    rig.networks.set('office', ['a', 'b']);
    const level = code === 'tooWeak' ? -85 : -50;
    rig.set('b', { metered: code === 'metered' });
    const stays = async (at: number) => { for (let scan = 0; scan < 6; scan += 1) { await rig.clock.advance(10 * second); rig.set('b', { level: at + scan / 100 }); } };
    await stays(level);
    rig.watch();
    await stays(level - 7);
    expect(rig.decisions().map((each) => each.replace(/^\S+ /, ''))).toEqual(Array.from({ length: expected }, () => `b gated ${code}`));
  });
  it('of one that is unsteady, each time that its level has moved by 6 dB', async () => {
    rig.networks.set('office', ['a', 'b']);
    rig.watch();
    for (const level of [-30, -70, -30, -70, -70, -70, -70, -30, -70]) { await rig.clock.advance(10 * second); rig.set('b', { level }); }
    expect(rig.decisions().filter((each) => each.endsWith('gated unsteady')).length).toBeGreaterThan(1);
  });
  it('with everything it went by, so that it can be judged again', async () => {
    rig.watch();
    rig.loseInternet();
    await rig.asked();
    const made = rig.records.flatMap(({ entry }) => (entry.kind === 'decision' ? [entry.decision] : []));
    expect(made.at(-1)).toMatchObject({
      candidate: { accessPoint: 'b' }, outcome: { outcome: 'offered' },
      inputs: { gate: { stored: true, isUp: false, trustedSecurity: 'wpa2' }, moment: { betterSince: rig.began + 10 * second, trialRunning: false, forbids: null, ignored: null } },
    });
    expect(made.every((each) => decision.safeParse(each).success)).toBe(true);
    expect(made.map((each) => judgeAgain(each, balanced))).toEqual(made.map(({ outcome }) => outcome));
  });
  it('a twin with weaker security, beside what the current one has', () => {
    rig.networks.set('office', ['a', 'twin']);
    rig.watch();
    rig.set('twin', { security: 'open' });
    expect(rig.decisions()).toEqual(['10 twin gated weakerSecurity']);
  });
  it('one that was seen once, unless its link is up', () => {
    rig.networks.set('office', ['a', 'd', 'e']);
    rig.watch();
    rig.setLevel('a', -79);
    rig.set('d');
    rig.set('e', { up: true });
    expect(rig.decisions()).toEqual(['10 d gated notSeenTwice', '10 e held holding']);
  });
  it('nothing about what is out of reach', () => {
    rig.set('b', { inReach: false, level: null });
    rig.watch();
    expect(rig.decisions()).toEqual([]);
  });
});

describe('a change', () => {
  beforeEach(() => {
    rig.networks.set('home', ['d', 'e']);
    rig.set('d', { up: true });
    rig.set('e');
    rig.watch();
    rig.watch({ id: 'program', network: 'home', current: 'd' });
    rig.looked.length = 0;
  });

  it('of a member is judged for that member alone', () => {
    rig.set('b');
    expect(rig.looked).toEqual(['a', 'b']);
  });
  it('of the current one is judged for all', () => {
    rig.set('a');
    expect(rig.looked).toEqual(['a', 'b', 'c']);
  });
  it('of what it may have left as a member too', () => {
    rig.networks.set('office', ['b', 'c']);
    rig.set('a', { reaches: 'none' });
    expect(rig.looked).toContain('b');
  });
  it('of an access point that nobody is near is judged for nobody', () => {
    rig.set('x');
    expect(rig.looked).toEqual([]);
  });
  it('many before an evaluation are one', () => {
    for (const id of ['b', 'c', 'b']) rig.engine.accessPointChanged(id);
    rig.engine.evaluate();
    expect(rig.looked).toEqual(['a', 'b', 'c']);
  });
  it('of a session that is watched as before looks at the moment alone', () => {
    const members = rig.networks.get('office') ?? [];
    rig.watch({ members });
    expect(rig.looked).toEqual(['a']);
  });
  it.each<[string, Partial<RoamingSession>]>([
    ['members', { members: ['a', 'b', 'c'] }], ['right to roam', { forbids: 'clientForbids' }], ['link', { lostAt: 1 }], ['access point', { current: 'b' }], ['network', { network: 'home', current: 'a' }],
  ])('of a session\'s %s is judged for all its members', (_, change) => {
    rig.watch(change);
    const others = change.network ? ['d', 'e'] : change.current ? ['a', 'c'] : ['b', 'c'];
    expect(rig.looked).toEqual(expect.arrayContaining(others));
  });
  it('of the old network of a session concerns it no more', () => {
    rig.watch({ network: 'home', current: 'd' });
    rig.looked.length = 0;
    rig.set('b');
    expect(rig.looked).toEqual([]);
  });
});
