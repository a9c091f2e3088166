import { describe, expect, it } from 'vitest';
import type { OfferView } from '../contract/state.ts';
import { builtInNetwork } from '../core/configuration-registry.ts';
import { CoreRig, desktop } from '../core/testing/core-rig.ts';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { createSimulatedDriver, loadScenario, shippedScenarios, type SimulatedDriver } from '../drivers/simulated/index.ts';

/** A shipped scenario played through the core, with the desktop's session open and nobody who answers. */
async function play(id: string, seed = 7): Promise<CoreRig<SimulatedDriver>> {
  const clock = new FakeClock();
  const driver = createSimulatedDriver({ scenario: await loadScenario(id), clock, seed });
  const rig = new CoreRig(driver, clock);
  for (const { name, members } of driver.serviceNetworks) rig.core.setServiceNetwork({ id: `network:${name}`, name, members: [...members] });
  await rig.start();
  const session = rig.core.createSession(builtInNetwork, desktop);
  session.setSessionProperty('reopenWhenAvailable', true);
  session.setSessionProperty('holdsLink', false);
  session.open();
  await clock.settle();
  return rig;
}

const offers = (rig: CoreRig<SimulatedDriver>): OfferView[] => rig.records.flatMap((record) => (record.kind === 'offer' ? [record.offer] : []));
const name = (rig: CoreRig<SimulatedDriver>, id: string): string => rig.core.registry.get(id)?.name ?? id;

describe('shipped scenarios', () => {
  it.each(shippedScenarios.map(({ id }) => id))('%s runs for a quarter of an hour without an error', async (id) => {
    const rig = await play(id);
    await rig.clock.advance(15 * 60_000);
    expect(rig.errors).toEqual([]);
    await rig.core.stop();
  }, 60_000);

  it.each([1, 2, 3, 7])('ping-pong door: asked once at most in an hour, and never again, seed %i', async (seed) => {
    const rig = await play('ping-pong-door', seed);
    await rig.clock.advance(3_600_000);
    const pairs = offers(rig).map(({ current, candidate }) => `${name(rig, current)} to ${name(rig, candidate)}`);
    expect(pairs.length).toBeLessThanOrEqual(1);
    await rig.core.stop();
  }, 60_000);

  it('captive portal: Hotel Lux is offered; behind its sign-in page the trial goes back to the phone', async () => {
    const rig = await play('captive-portal');
    // As while somebody looks at the list: a candidate has to be seen twice.
    for (let scan = 0; scan < 2; scan++) { rig.core.scan('list'); await rig.clock.advance(15_000); }
    const offered = await rig.clock.advanceUntil(() => offers(rig).length > 0, 240_000);
    expect(offered && name(rig, offers(rig)[0]!.candidate)).toBe('Hotel Lux');
    rig.core.sessions.get(offers(rig)[0]!.session)!.migrate();
    await rig.clock.advanceUntil(() => rig.kinds().includes('trialEnded'), 60_000);
    expect(rig.records.find((record) => record.kind === 'trialEnded')).toMatchObject({ end: { code: 'testFailed' } });
    const [session] = [...rig.core.sessions.values()];
    expect(name(rig, session!.member!)).toBe('My phone');
    await rig.core.stop();
  }, 60_000);

  it('dense venue: thousands of radios are heard', async () => {
    const rig = await play('dense-venue');
    rig.core.scan('user');
    await rig.clock.advance(5_000);
    const radios = [...rig.core.world.accessPoints.values()].reduce((sum, { now }) => sum + now.bss.length, 0);
    expect(radios).toBeGreaterThan(2_000);
    await rig.core.stop();
  }, 60_000);
});
