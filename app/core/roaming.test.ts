import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeClock } from '../drivers/shared/fake-clock.ts';
import { listen, program } from './testing/core-rig.ts';
import { OfficeRig } from './testing/office-rig.ts';
import type { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: OfficeRig;

beforeEach(async () => {
  rig = await OfficeRig.pair();
  ({ clock, driver } = rig);
});

describe('an offer', () => {
  it('comes after 20 s without internet, and leaves the session connected', async () => {
    const { session, heard } = await rig.joined();
    driver.setConnectivity('a', 'none');
    await clock.advance(19_000);
    expect(rig.core.engine.offerOf(session.id)).toBeNull();
    await clock.advance(2_000);
    expect(rig.core.engine.offerOf(session.id)).toMatchObject({ current: 'a', candidate: 'b', isSeamless: false, overlap: true, reason: { code: 'currentHasNoInternet' } });
    expect([session.state, heard]).toEqual(['connected', []]);
  });

  it('ROAM-02, ROAM-03: a program that listens is asked itself', async () => {
    const session = rig.core.createSession('office', program);
    const heard = listen(session, { answers: true });
    session.open();
    await clock.settle();
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    expect(heard).toEqual(['opened', 'preferred b']);
  });

  it('lapses when its reason does', async () => {
    const { session } = await rig.offered();
    driver.setConnectivity('a', 'full');
    await clock.advance(1_000);
    expect(rig.core.engine.offerOf(session.id)).toBeNull();
    expect(rig.records.find((each) => each.kind === 'offerEnded')).toMatchObject({ end: { code: 'reasonGone' } });
  });

  it('ROAM-10: ignored, the session stays where it is and is not asked again at once', async () => {
    const { session, heard } = await rig.offered();
    session.ignore();
    await clock.advance(30_000);
    expect([session.state, heard, rig.core.engine.offerOf(session.id)]).toEqual(['connected', [], null]);
    expect(await clock.advanceUntil(() => rig.core.engine.offerOf(session.id) !== null, 60_000)).toBe(true);
  });

  it('"this access point never" is kept', async () => {
    const { session } = await rig.offered();
    session.ignore('thisAccessPoint');
    await clock.advance(86_400_000);
    expect(rig.core.engine.offerOf(session.id)).toBeNull();
    expect(rig.records.filter((each) => each.kind === 'decision' && each.decision.outcome.reason.code === 'excluded')).toHaveLength(1);
  });

  it('is one for one link: sessions without an answerer move with the desktop\'s answer', async () => {
    const follower = rig.core.createSession('office', program);
    follower.open();
    const elsewhere = rig.core.createSession('a', program);
    elsewhere.open();
    const { session } = await rig.offered();
    expect(rig.core.engine.offers()).toHaveLength(1);
    const offer = rig.core.engine.offers()[0];
    expect(offer?.session).toBe(session.id);
    expect(offer?.moves).toEqual([session.id, follower.id]);
    expect(offer?.stays).toEqual([elsewhere.id]);
  });
});

describe('several who answer differently', () => {
  async function programs(count: number) {
    return Promise.all(Array.from({ length: count }, async () => {
      const session = rig.core.createSession('office', program);
      const heard = listen(session, { answers: true });
      session.open();
      await clock.settle();
      return { session, heard };
    }));
  }

  it('ROAM-04: each program that listens is asked; one migrates, the other stays, both links are up', async () => {
    const [mover, stayer] = await programs(2);
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    expect([mover?.heard, stayer?.heard]).toEqual([['opened', 'preferred b'], ['opened', 'preferred b']]);
    mover?.session.migrate();
    stayer?.session.ignore();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    mover?.session.accept();
    await clock.advance(40_000);
    expect([mover?.session.member, stayer?.session.member]).toEqual(['b', 'a']);
    // A program moves itself, not the machine's default route: no rope, no switch.
    expect(rig.commands()).toEqual(['activate b']);
    expect([rig.core.links.holders('a'), rig.core.links.holders('b')]).toEqual([1, 1]);
  });

  it('the old access point goes down only when the last has left', async () => {
    driver.takeDown('a');
    await clock.settle();
    const [first, last] = await programs(2);
    await clock.advance(3_000);
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    for (const each of [first, last]) {
      each?.session.migrate();
      await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
      each?.session.accept();
      await clock.advance(35_000);
      expect(rig.core.links.state('a')).toBe(each === first ? 'connected' : 'down');
    }
  });

  it('one trial at a time: who says migrate meanwhile has its turn afterwards', async () => {
    const [first, second] = await programs(2);
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    first?.session.migrate();
    second?.session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    expect([first?.session.state, second?.session.state]).toEqual(['roaming', 'connected']);
    first?.session.accept();
    await clock.advanceUntil(() => second?.session.state === 'roaming', 5_000);
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    second?.session.accept();
    await clock.advance(1_000);
    expect([first?.session.member, second?.session.member]).toEqual(['b', 'b']);
  });

  it('a listener that leaves during an offer has ignored it, during a trial has rejected it', async () => {
    const session = rig.core.createSession('office', program);
    const off = session.on('preferredConfigurationChanged', () => { session.migrate(); });
    session.open();
    driver.setConnectivity('a', 'none');
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 60_000);
    off();
    await clock.advance(3_000);
    expect([session.member, rig.records.findLast((each) => each.kind === 'trialEnded')?.end.code]).toEqual(['a', 'rejected']);
  });

  it('ROAM-06: a session that may roam by itself does, and says nothing but the states', async () => {
    const session = rig.core.createSession('office', program);
    session.setSessionProperty('RoamByItself', true);
    const heard = listen(session);
    session.open();
    driver.setConnectivity('a', 'none');
    await clock.advance(60_000);
    expect([heard, session.member]).toEqual([['opened', 'state roaming', 'state connected'], 'b']);
  });

  it('one that may roam by itself stays where the platform cannot, and where its test fails', async () => {
    driver.capabilities.forcedRoaming = false;
    const session = rig.core.createSession('office', program);
    session.setSessionProperty('RoamByItself', true);
    session.open();
    driver.setConnectivity('a', 'none');
    await clock.advance(60_000);
    expect([session.member, session.state]).toEqual(['a', 'connected']);
  });

  it('a client can forbid roaming', async () => {
    const session = rig.core.createSession('office', program);
    session.setSessionProperty('SuppressRoaming', true);
    const heard = listen(session, { answers: true });
    session.open();
    driver.setConnectivity('a', 'none');
    await clock.advance(120_000);
    expect(heard).toEqual(['opened']);
  });

  it('the death of a client in mid-trial gives everything back', async () => {
    const [mover] = await programs(1);
    driver.setConnectivity('a', 'none');
    await clock.advance(25_000);
    mover?.session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    rig.core.disposeClient(program.id);
    await clock.advance(3_000);
    expect([rig.core.links.state('b'), rig.core.links.holders('a'), rig.core.trial]).toEqual(['down', 0, null]);
  });
});
