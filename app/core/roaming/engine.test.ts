import { beforeEach, describe, expect, it } from 'vitest';
import type { OfferView } from '../../contract/state.ts';
import { atTen, hour, minute, second, type EngineRig } from '../testing/engine-rig.ts';
import { balanced } from './settings.ts';

let rig: EngineRig;
beforeEach(async () => { rig = await atTen(); });
const loseInternet = () => { rig.loseInternet(); };
async function cGetsBetter(): Promise<void> {
  rig.setLevel('c', -40);
  await rig.clock.advance(6 * second);
  rig.set('c', { level: -39 });
}
async function offered(): Promise<OfferView> {
  rig.watch();
  loseInternet();
  await rig.asked();
  if (!rig.offer) throw new Error('Nothing was offered.');
  return rig.offer;
}

describe('an offer', () => {
  it('comes when its reason has held, by itself, and says everything about it', async () => {
    rig.watch();
    loseInternet();
    expect(rig.offer).toBeNull();
    expect(await rig.asked()).toBe(30);
    expect(rig.offer).toMatchObject({
      id: 'offer-1', session: 'desktop', current: 'a', candidate: 'b', isSeamless: false, overlap: true, moves: ['desktop', 'follower'], stays: ['stayer'],
      reason: { code: 'currentHasNoInternet', since: rig.began + 10 * second }, at: rig.clock.now(), lapsesAt: rig.clock.now() + 10 * minute,
      currentStanding: { accessPoint: 'a', connectivity: 'none' }, candidateStanding: { accessPoint: 'b', connectivity: 'unknown' },
    });
    expect(rig.offered).toEqual([rig.offer]);
    expect(rig.engine.offers()).toEqual([rig.offer]);
  });
  it('and every decision before it are recorded, each once', async () => {
    rig.watch();
    loseInternet();
    rig.set('b');
    await rig.asked();
    expect(rig.decisions()).toEqual(['10 b held holding', '30 b offered currentHasNoInternet']);
    expect(rig.records.at(-1)?.entry).toEqual({ kind: 'offer', offer: rig.offer });
  });
  it('is of the first in the order of the network among those that no other is better than', async () => {
    rig.watch({ members: ['a', 'c', 'b'] });
    loseInternet();
    await rig.asked();
    expect(rig.offer).toMatchObject({ candidate: 'c', overlap: false });
  });
  it('is of the best one, wherever it stands', async () => {
    rig.watch();
    await cGetsBetter();
    loseInternet();
    await rig.asked();
    expect(rig.offer?.candidate).toBe('c');
  });
  it('one stands at a time: a better candidate that comes later changes nothing', async () => {
    const offer = await offered();
    await cGetsBetter();
    await rig.clock.advance(2 * minute);
    expect([rig.offer, rig.offered]).toEqual([offer, [offer]]);
  });
  it('offers are counted', async () => {
    await offered();
    rig.change(() => { rig.engine.ignore('desktop', 'thisTime'); });
    await rig.asked();
    expect(rig.offered.map((each) => each.id)).toEqual(['offer-1', 'offer-2']);
  });
});

describe('the end of an offer', () => {
  it.each<[string, () => void]>([
    ['the internet is back', () => { rig.set('a', { reaches: 'full' }); }],
    ['its candidate goes out of reach', () => { rig.set('b', { inReach: false, level: null }); }],
    ['its candidate is no longer a member', () => { rig.networks.set('office', ['a', 'c']); rig.watch(); }],
    ['its candidate is forgotten', () => { rig.world.removeAccessPoint('b'); rig.change(() => { rig.engine.accessPointChanged('b'); rig.engine.lookAgain(); }); }],
    ['its candidate cools down', () => { rig.engine.memory.failed('b', rig.clock.now(), balanced); rig.change(() => { rig.engine.lookAgain(); }); }],
    ['roaming is paused', () => { rig.change(() => { rig.engine.pause(null); }); }],
    ['the client forbids roaming', () => { rig.watch({ forbids: 'clientForbids' }); }],
    ['the session is on the candidate', () => { rig.watch({ current: 'b' }); }],
  ])('%s: its reason has gone', async (_, act) => {
    const offer = await offered();
    act();
    expect(rig.offer?.id).not.toBe(offer.id);
    expect(rig.ended).toEqual(['b reasonGone']);
    expect(rig.records.find(({ entry }) => entry.kind === 'offerEnded')?.entry)
      .toEqual({ kind: 'offerEnded', offer: 'offer-1', session: 'desktop', current: 'a', candidate: 'b', end: { code: 'reasonGone' } });
  });
  it.each<[string, () => void]>([
    ['a trial of another session runs', () => { rig.trialRuns = true; rig.change(() => { rig.engine.lookAgain(); }); }],
    ['the user chose something elsewhere', () => { rig.engine.userChose(); rig.change(() => { rig.engine.lookAgain(); }); }],
    ['packets flow', () => { rig.packetsPerSecond = 50; rig.change(() => { rig.engine.lookAgain(); }); }],
    ['a belief about another one ends', () => { rig.set('c', { up: true, reaches: 'none' }); rig.set('c', { up: false }); }],
  ])('comes not while %s', async (_, act) => {
    const offer = await offered();
    act();
    expect([rig.offer, rig.ended]).toEqual([offer, []]);
  });
  it('comes by itself after 10 minutes: it lapses', async () => {
    const offer = await offered();
    await rig.clock.advanceUntil(() => rig.ended.length > 0, hour);
    expect([rig.ended, rig.clock.now()]).toEqual([['b lapsed'], offer.lapsesAt]);
  });
  it('an answer ends it, and nothing else', async () => {
    await offered();
    rig.engine.answered('desktop', { code: 'accepted' });
    expect([rig.offer, rig.ended]).toEqual([null, ['b accepted']]);
    rig.engine.answered('desktop', { code: 'accepted' });
    rig.engine.answered('nobody', { code: 'accepted' });
    expect(rig.ended).toHaveLength(1);
  });
  it('with its session it ends as told, and nothing is left behind', async () => {
    await offered();
    rig.engine.unwatch('desktop', { code: 'closed' });
    rig.engine.unwatch('desktop', { code: 'closed' });
    expect([rig.offer, rig.engine.offers(), rig.ended, rig.clock.pending]).toEqual([null, [], ['b closed'], 0]);
    rig.set('a', { reaches: 'limited' });
    expect(rig.clock.pending).toBe(0);
  });
  it('with the engine all of them end, for good', async () => {
    await offered();
    rig.watch({ id: 'program' });
    await rig.clock.advanceUntil(() => rig.engine.offers().length === 2, hour);
    rig.engine.dispose();
    expect([rig.ended, rig.clock.pending]).toEqual([['b handoverEnded', 'b handoverEnded'], 0]);
    rig.watch();
    await rig.clock.advance(hour);
    expect([rig.offered.length, rig.clock.pending]).toEqual([2, 0]);
  });
});

describe('a "no"', () => {
  it('is recorded, and holds for the back-off; then the question comes again by itself', async () => {
    const offer = await offered();
    expect(rig.engine.ignore('desktop', 'thisTime')).toEqual(offer);
    rig.engine.evaluate();
    expect(rig.records.find(({ entry }) => entry.kind === 'ignored')).toEqual({ at: rig.clock.now(), entry: { kind: 'ignored', session: 'desktop', candidate: 'b', scope: 'thisTime', by: 'Desktop' } });
    expect(rig.records.find(({ entry }) => entry.kind === 'offerEnded')?.entry).toMatchObject({ end: { code: 'ignored', scope: 'thisTime' } });
    expect(await rig.asked()).toBe(90);
  });
  it('to nothing is nothing', () => {
    rig.watch();
    expect([rig.engine.ignore('desktop', 'hour'), rig.engine.ignore('nobody', 'hour')]).toEqual([null, null]);
    expect(rig.records.filter(({ entry }) => entry.kind === 'ignored')).toEqual([]);
  });
  it('"not for an hour" turns to the next candidate, and ends with the hour', async () => {
    await offered();
    rig.change(() => { rig.engine.ignore('desktop', 'hour'); });
    expect([await rig.asked(), rig.offer?.candidate]).toEqual([90, 'c']);
    rig.change(() => { rig.engine.ignore('desktop', 'thisNetwork'); });
    expect([await rig.asked(2 * hour), rig.offer?.candidate]).toEqual([30 + 3600 + 10, 'b']);
  });
  it('"this access point never" ends another session\'s question about it too', async () => {
    await offered();
    rig.watch({ id: 'program' });
    await rig.clock.advanceUntil(() => rig.engine.offers().length === 2, hour);
    rig.change(() => { rig.engine.ignore('desktop', 'thisAccessPoint'); });
    expect(rig.ended).toEqual(['b ignored', 'b reasonGone']);
  });
  it('about a weak level covers how far it sinks in the back-off, and no more', async () => {
    rig.watch();
    rig.setLevel('a', -78);
    await rig.asked();
    rig.change(() => { rig.engine.ignore('desktop', 'thisTime'); });
    rig.setLevel('a', -80);
    await rig.clock.advance(2 * minute);
    rig.setLevel('a', -84.9);
    await rig.clock.advance(2 * minute);
    expect(rig.offer).toBeNull();
    rig.setLevel('a', -85.1);
    await rig.clock.advance(2 * minute);
    expect(rig.offer).toMatchObject({ reason: { code: 'currentIsWeak' } });
  });
});

describe('a question that nobody answered before its reason went', () => {
  async function goneAndBack(goes: () => void, comes: () => void): Promise<number | null> {
    rig.watch();
    comes();
    await rig.asked();
    goes();
    if (rig.offer) throw new Error('It still stands.');
    await rig.clock.advance(minute);
    const again = rig.now();
    comes();
    const at = await rig.asked(3 * hour);
    return at === null ? null : Math.round(at - again);
  }

  it('about a weak link is not asked again for an hour', async () => {
    expect(await goneAndBack(() => { rig.setLevel('a', -50); }, () => { rig.setLevel('a', -79); })).toBe(3600 - 60);
  });
  it('about a better class is not asked again for an hour', async () => {
    rig.set('b', { up: true });
    expect(await goneAndBack(() => { rig.order = []; rig.change(() => { rig.engine.lookAgain(); }); }, () => { rig.order = ['b', 'a']; rig.change(() => { rig.engine.lookAgain(); }); })).toBe(3600 - 60);
  });
  it('about a link that leads nowhere is asked again each time', async () => {
    expect(await goneAndBack(() => { rig.set('a', { reaches: 'full' }); }, loseInternet)).toBe(20);
  });
  it('nor one that lapsed', async () => {
    rig.watch();
    rig.setLevel('a', -79);
    const first = await rig.asked() ?? 0;
    await rig.clock.advanceUntil(() => rig.ended.length > 0, hour);
    expect([rig.ended, await rig.asked(3 * hour)]).toEqual([['b lapsed'], first + 600 + 3600]);
  });
  it('but one about a link that leads nowhere comes again when it has lapsed', async () => {
    const offer = await offered();
    await rig.clock.advanceUntil(() => rig.ended.length > 0, hour);
    expect([rig.ended, rig.offer?.at]).toEqual([['b lapsed'], offer.lapsesAt]);
  });
  it('about a weak link holds no question back about the same link without internet', async () => {
    rig.watch();
    rig.setLevel('a', -79);
    await rig.asked();
    rig.setLevel('a', -50);
    await rig.clock.advance(5 * minute);
    const lost = rig.now();
    loseInternet();
    expect([await rig.asked(), rig.offer?.reason.code]).toEqual([lost + 20, 'currentHasNoInternet']);
  });
  it('about a weak link comes again when it is critical and 5 dB lower than it had sunk while that question stood', async () => {
    rig.watch();
    rig.setLevel('a', -78);
    await rig.asked();
    rig.setLevel('a', -80);
    rig.setLevel('a', -50);
    await rig.clock.advance(5 * minute);
    rig.setLevel('a', -84);
    await rig.clock.advance(5 * minute);
    expect(rig.offer).toBeNull();
    rig.setLevel('a', -90);
    await rig.clock.advance(second);
    expect(rig.offer?.reason).toMatchObject({ code: 'currentIsWeak' });
  });
  it('but one whose session closed may come again with it', async () => {
    rig.watch();
    rig.setLevel('a', -79);
    await rig.asked();
    const closed = rig.now();
    rig.engine.unwatch('desktop', { code: 'closed' });
    rig.watch();
    expect(await rig.asked(3 * hour)).toBe(closed + 60);
  });
});

describe('a lost link', () => {
  it('is asked about at once, since when it was lost', () => {
    rig.watch();
    rig.set('a', { up: false });
    rig.watch({ lostAt: rig.clock.now() - 5 });
    expect(rig.offer).toMatchObject({ candidate: 'b', reason: { code: 'currentLost', since: rig.clock.now() - 5 }, currentStanding: { accessPoint: 'a' } });
  });
  it('makes the question about a bad one more urgent, and no other', async () => {
    const offer = await offered();
    rig.watch({ lostAt: rig.clock.now() });
    const urgent = { ...offer, reason: { code: 'currentLost', since: rig.clock.now() } };
    expect([rig.offer, rig.offered.length]).toEqual([urgent, 1]);
    rig.watch({ lostAt: rig.clock.now() + 7 });
    expect(rig.offer).toEqual(urgent);
  });
  it('whose question lapses is not asked about in the same moment: its session gives up', async () => {
    rig.watch({ lostAt: rig.clock.now() });
    await rig.clock.advanceUntil(() => rig.ended.length > 0, hour);
    expect([rig.ended, rig.offered.length, rig.offer]).toEqual([['b lapsed'], 1, null]);
  });
  it('is asked about though the question before, about a bad one, was ignored in the same moment', async () => {
    await offered();
    rig.engine.ignore('desktop', 'thisTime');
    rig.watch({ lostAt: rig.clock.now() });
    expect(rig.offer).toMatchObject({ candidate: 'b', reason: { code: 'currentLost' } });
  });
  it('is asked about again where its candidate was away for a moment: nobody said no', () => {
    rig.networks.set('office', ['a', 'b']);
    rig.watch({ lostAt: rig.clock.now() });
    rig.set('b', { inReach: false, level: null });
    expect([rig.offer, rig.ended]).toEqual([null, ['b reasonGone']]);
    rig.set('b', { inReach: true, level: -60 });
    expect(rig.offer).toMatchObject({ candidate: 'b', reason: { code: 'currentLost' } });
  });
  describe('that the manager still holds, its cable pulled', () => {
    beforeEach(() => {
      rig.set('a', { kind: 'wired', level: null, bss: [] });
      rig.watch();
      rig.set('a', { inReach: false });
    });
    const scanned = () => { for (const each of ['a', 'b', 'c']) rig.set(each); };

    it('is not asked about again when the question has lapsed, whatever comes in', async () => {
      await rig.clock.advanceUntil(() => rig.ended.length > 0, hour);
      scanned();
      await rig.clock.advance(hour);
      expect([rig.offer, rig.offered.length]).toEqual([null, 1]);
      expect(rig.decisions().slice(-2).map((each) => each.replace(/^\S+ /, ''))).toEqual(['b held notWantedForLost', 'c held notWantedForLost']);
    });
    it('nor when it was ignored; the next candidate is', () => {
      rig.change(() => { rig.engine.ignore('desktop', 'thisTime'); });
      rig.change(() => { rig.engine.ignore('desktop', 'thisTime'); });
      scanned();
      expect([rig.offer, rig.offered.length]).toEqual([null, 2]);
    });
    it('and nobody counts as able to take over', () => {
      rig.change(() => { rig.engine.ignore('desktop', 'thisTime'); });
      rig.change(() => { rig.engine.ignore('desktop', 'thisTime'); });
      expect(rig.engine.fallbackFor({ id: 'desktop', network: 'office', members: ['a', 'b', 'c'], current: 'a', lostAt: rig.clock.now(), forbids: null })).toBeNull();
    });
    it('when it was plugged in and pulled again, it is asked about again', () => {
      rig.change(() => { rig.engine.ignore('desktop', 'thisTime'); });
      rig.set('a', { inReach: true });
      rig.set('a', { inReach: false });
      expect(rig.offered.map((each) => each.candidate)).toEqual(['b', 'c', 'b']);
    });
  });
  it('is the only reason that takes the place of another', async () => {
    rig.watch();
    rig.setLevel('a', -79);
    await rig.asked();
    loseInternet();
    await rig.clock.advance(30 * second);
    rig.set('a');
    expect(rig.offer?.reason.code).toBe('currentIsWeak');
  });
  it('a pulled cable is one, though the manager holds on to it', () => {
    rig.set('a', { kind: 'wired', level: null, bss: [] });
    rig.watch();
    rig.set('a', { inReach: false });
    expect(rig.offer?.reason).toEqual({ code: 'currentLost', since: rig.clock.now() });
  });
  it('even of an access point that is no longer there', () => {
    rig.watch();
    rig.world.removeAccessPoint('a');
    rig.change(() => { rig.engine.accessPointChanged('a'); });
    rig.watch({ lostAt: rig.clock.now() });
    expect(rig.offer).toMatchObject({ current: 'a', candidate: 'b', currentStanding: { accessPoint: 'b' } });
  });
  it('a member that could take over is the best that is let in', () => {
    const lost = { id: 'desktop', network: 'office', members: ['a', 'b', 'c'], current: 'a', lostAt: rig.clock.now(), forbids: null };
    expect(rig.engine.fallbackFor(lost)).toBe('b');
    rig.set('b', { stored: false });
    expect(rig.engine.fallbackFor(lost)).toBe('c');
    rig.set('c', { inReach: false, level: null });
    expect(rig.engine.fallbackFor(lost)).toBeNull();
  });
});
