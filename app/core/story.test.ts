import { describe, expect, it } from 'vitest';
import { createSimulatedDriver, loadScenario } from '../drivers/simulated/index.ts';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { builtInNetwork } from './configuration-registry.ts';
import { CoreRig, desktop, listen } from './testing/core-rig.ts';

/** The walk that a newcomer sees first, through the whole core. */
async function walk(scenario = 'walk-to-meeting-room') {
  const clock = new FakeClock();
  const rig = await new CoreRig(createSimulatedDriver({ scenario: await loadScenario(scenario), clock, seed: 7 }), clock).start();
  const session = rig.core.createSession(builtInNetwork, desktop);
  const heard = listen(session);
  session.open();
  await clock.settle();
  return { rig, clock, session, heard };
}

const nameOf = (rig: Awaited<ReturnType<typeof walk>>['rig'], id: string | undefined) => rig.core.registry.get(id ?? '')?.name;

describe('a walk on the simulated network', () => {
  it('opens on the cable that the system brought up, and asks within a minute', async () => {
    const { rig, clock, session, heard } = await walk();
    expect(session.isOpen).toBe(true);
    expect(nameOf(rig, session.member ?? '')).toBe('Cable');
    expect(await clock.advanceUntil(() => rig.core.engine.offers().length > 0, 60_000)).toBe(true);
    const [offer] = rig.core.engine.offers();
    expect(nameOf(rig, offer?.candidate)).toBe('Office 5G');
    expect(offer?.reason.code).toBe('currentHasNoInternet');
    expect(session.state).toBe('connected');
    expect(heard).toEqual(['opened']);
    expect(rig.errors).toEqual([]);
  });

  it('migrate, accept: on the new one, which stays (ROAM-07, ROAM-08)', async () => {
    const { rig, clock, session, heard } = await walk();
    await clock.advanceUntil(() => rig.core.engine.offers().length > 0, 60_000);
    const cable = session.member;
    session.migrate();
    await clock.settle();
    expect(session.state).toBe('roaming');
    expect(session.sessionProperty('ActiveConfiguration')).toBe(cable);
    expect(await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000)).toBe(true);
    expect(heard).toEqual(['opened', 'state roaming', 'activated']);
    session.accept();
    await clock.settle();
    expect(session.state).toBe('connected');
    expect(nameOf(rig, session.member ?? '')).toBe('Office 5G');
    await clock.advance(40_000);
    expect(session.state).toBe('connected');
    expect(heard).toEqual(['opened', 'state roaming', 'activated', 'state connected']);
    expect(rig.errors).toEqual([]);
  });

  it('migrate, reject: back on the old one, the new one is down again (ROAM-09)', async () => {
    const { rig, clock, session, heard } = await walk();
    await clock.advanceUntil(() => rig.core.engine.offers().length > 0, 60_000);
    const cable = session.member;
    session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    const to = rig.core.trial?.options.to ?? '';
    session.reject();
    await clock.advance(5_000);
    expect(session.state).toBe('connected');
    expect(session.member).toBe(cable);
    expect(rig.core.links.state(to)).toBe('down');
    expect(heard).toEqual(['opened', 'state roaming', 'activated', 'state connected']);
    expect(rig.kinds().filter((kind) => kind === 'trialEnded')).toHaveLength(1);
  });

  it('migrate, silence: the old one has no internet and the new one passed, so silence keeps the new one', async () => {
    const { rig, clock, session } = await walk();
    await clock.advanceUntil(() => rig.core.engine.offers().length > 0, 60_000);
    session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    expect(rig.core.trial?.view().silence).toBe('keepsNew');
    await clock.advance(25_000);
    expect(nameOf(rig, session.member ?? '')).toBe('Office 5G');
  });

  it('a candidate whose test fails is gone back from, with roamingError, and cools down (ROAM-11)', async () => {
    const { rig, clock, session, heard } = await walk('broken-best');
    expect(await clock.advanceUntil(() => rig.core.engine.offers().length > 0, 300_000)).toBe(true);
    const before = session.member;
    session.migrate();
    expect(await clock.advanceUntil(() => rig.kinds().includes('trialEnded'), 90_000)).toBe(true);
    await clock.advance(100);
    expect(session.state).toBe('connected');
    expect(session.member).toBe(before);
    expect(heard.slice(-2)).toEqual(['error roamingError', 'state connected']);
    expect(rig.errors).toEqual([]);
  });
});
