import { describe, expect, it } from 'vitest';
import type { CarrierProbes, ProbedLink, ProbeResult } from '../../core/ports/probes.ts';
import { parseScenario } from './load-scenario.ts';
import { Play } from './test-play.ts';
import { testScenario } from './test-scenario.ts';

const address = 'http://check.example/';

/** A small world with one access point brought up, and its probes. */
async function onLink(id: string, change: { connectivity?: 'none' | 'portal' | 'limited' | 'full'; nameServersAnswer?: boolean } = {}, offset = 0) {
  const scenario = testScenario();
  scenario.accessPoints = scenario.accessPoints.map((each) => (each.id === id ? { ...each, ...change } : each));
  const play = await Play.start(parseScenario('test', scenario));
  await play.activate(id);
  if (offset) {
    play.driver.control.setLevelOffset(id, offset);
    await play.advance(2);
  }
  const probes = play.driver.probes!;
  const link = (): ProbedLink => ({ accessPoint: play.id(id), interface: play.interface(id === 'cable' ? 'eth0' : 'wlan0') });
  const ask = (run: (all: CarrierProbes, over: ProbedLink, signal: AbortSignal) => Promise<ProbeResult>, signal = new AbortController().signal) => play.ends(run(probes, link(), signal));
  const all = async () => ({
    gateway: await ask((probe, over, signal) => probe.gateway(over, { signal })), names: await ask((probe, over, signal) => probe.names(over, 'check.example', { signal })),
    internet: await ask((probe, over, signal) => probe.internet(over, address, { signal })),
  });
  const quality = async () => {
    const result = await ask((probe, over, signal) => probe.quality(over, address, { signal }));
    if (result.result !== 'measured') throw new Error(result.result);
    return result;
  };
  return { play, probes, link, ask, all, quality };
}

describe('the probes of a simulated network', () => {
  it('are answered where the internet is reached', async () => {
    const { all, quality } = await onLink('cable');
    expect(await all()).toEqual({ gateway: { result: 'answered', ms: 1 }, names: { result: 'answered', ms: 7 }, internet: { result: 'answered', ms: 14 } });
    expect((await quality()).share).toBe(0);
  });

  it('meet a portal, whose name servers answer', async () => {
    const { all } = await onLink('cable', { connectivity: 'portal' });
    expect(await all()).toMatchObject({ gateway: { result: 'answered' }, names: { result: 'answered' }, internet: { result: 'portal', address: 'http://login.portal.test/' } });
  });

  it('are silent after their patience where nothing is reached', async () => {
    const { play, all } = await onLink('cable', { connectivity: 'none' });
    const before = play.seconds;
    expect(await all()).toEqual({ gateway: { result: 'silent' }, names: { result: 'silent' }, internet: { result: 'silent' } });
    expect(play.seconds - before).toBe(10);
  });

  it('find name servers that are silent', async () => {
    const { all } = await onLink('cable', { nameServersAnswer: false });
    expect(await all()).toMatchObject({ gateway: { result: 'answered' }, names: { result: 'silent' }, internet: { result: 'silent' } });
  });

  it('measure more delay and loss the weaker the radio', async () => {
    const near = await (await onLink('near')).quality();
    const far = await (await onLink('near', {}, -46)).quality();
    expect(near.share).toBe(0);
    expect(far.share).toBeGreaterThan(0.2);
    expect(far.ms).toBeGreaterThan(near.ms! + 20);
  });

  it('end at once when they are called off', async () => {
    const { play, ask } = await onLink('cable', { connectivity: 'none' });
    const calledOff = new AbortController();
    const before = play.seconds;
    const asked = ask((probe, over, signal) => probe.internet(over, address, { signal }), calledOff.signal);
    calledOff.abort();
    await asked;
    expect(play.seconds).toBe(before);
  });

  it('are silent on a link that has gone', async () => {
    const { play, ask } = await onLink('cable');
    const answer = ask((probe, over, signal) => probe.gateway({ ...over, accessPoint: 'another' }, { signal }));
    expect(await answer).toEqual({ result: 'silent' });
    expect(play.witness.faults).toEqual([]);
  });
});
