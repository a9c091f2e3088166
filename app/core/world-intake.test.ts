import { beforeEach, describe, expect, it } from 'vitest';
import { nothingKnown } from '../contract/management.ts';
import type { FakeClock } from '../drivers/shared/fake-clock.ts';
import { Dirty } from './dirty.ts';
import type { DriverLink } from './ports/driver.ts';
import type { Passed } from './ports/record.ts';
import { CoreRig, listen, program } from './testing/core-rig.ts';
import { OfficeRig } from './testing/office-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: OfficeRig;

beforeEach(async () => {
  rig = await OfficeRig.pair();
  ({ clock, driver } = rig);
});

/** What a step marks as changed, and what the journal is given for it. */
async function step(act: () => void) {
  const before = rig.records.length;
  rig.marked = new Dirty();
  act();
  await clock.settle();
  return { marked: rig.marked, records: rig.records.slice(before) };
}
const device = (change: object) => { driver.report({ change: 'interface', interface: { ...driver.interfaces.get('if-a')!, ...change } }); };

describe('news of an interface', () => {
  it('what it reaches is recorded when it changes, for whoever is on it, and nothing else of it is', async () => {
    const { records, marked } = await step(() => { device({ connectivity: 'portal' }); });
    expect(records).toEqual([{ kind: 'connectivity', accessPoint: 'a', interface: 'if-a', connectivity: 'portal' }]);
    expect([[...marked.interfaces], [...marked.configurations]]).toEqual([['if-a'], ['a']]);
    expect((await step(() => { device({ connectivity: 'portal', speed: 1e6 }); })).records).toEqual([]);
    expect((await step(() => { driver.report({ change: 'interface', interface: { ...driver.interfaces.get('if-a')!, id: 'new' } }); })).records).toEqual([]);
  });

  it('POL-02: its cost is told to the sessions on it once it changes, and again when it is gone', async () => {
    const session = await rig.opened(program, 'a');
    const told: number[] = [];
    session.on('usagePoliciesChanged', (policies) => { told.push(policies); });
    for (const metered of [true, true, false]) { device({ metered }); await clock.settle(); }
    expect([told, session.usagePolicies]).toEqual([[1, 0], 0]);
  });

  it('one that was unplugged is gone, and counts from nothing when it is back', async () => {
    driver.count('a', 5_000, 500);
    driver.count('a', 6_000, 700);
    await clock.settle();
    const { marked } = await step(() => { driver.report({ change: 'interfaceRemoved', id: 'if-a' }); });
    expect([rig.core.world.interfaces.has('if-a'), [...marked.interfaces], [...marked.traffic]]).toEqual([false, ['if-a'], ['if-a']]);
    expect(rig.core.traffic.sample('if-a', { received: 9_000, sent: 0, receivedPackets: 0, sentPackets: 0 })).toMatchObject({ received: 0 });
  });
});

describe('news of an access point', () => {
  it('its link is recorded as it comes and goes, with who brought it up, and not while it is on its way', async () => {
    expect((await step(() => { driver.activating('d'); })).records).toEqual([]);
    expect((await step(() => { driver.bringUp('d'); })).records.filter((each) => each.kind !== 'connectivity')).toEqual([{ kind: 'linkUp', accessPoint: 'd', byHandover: false }]);
    expect((await step(() => { driver.change('d', { link: { state: 'deactivating', interface: 'if-d', stage: null } }); })).records).toEqual([]);
    expect((await step(() => { driver.takeDown('d'); })).records).toMatchObject([{ kind: 'linkDown', accessPoint: 'd' }]);
  });

  it('one that goes while it is up takes its sessions with it, and is forgotten in its networks', async () => {
    const session = await rig.opened(program, 'a');
    const onNetwork = await rig.joined();
    driver.change('b', { inReach: false });
    await clock.settle();
    const { marked } = await step(() => { driver.remove('a'); });
    expect([session.state, onNetwork.heard]).toEqual(['invalid', ['error sessionAbortedError', 'closed', 'state notAvailable']]);
    expect(['a', 'office'].map((id) => marked.configurations.has(id))).toEqual([true, true]);
    expect([rig.core.links.state('a'), rig.core.world.accessPoints.has('a')]).toEqual(['down', false]);
  });

  it('a failure that was nobody\'s command is kept and recorded, and ends what waited for it', async () => {
    driver.activating('d');
    const session = await rig.opened(program, 'd');
    const heard = listen(session);
    const failure = { code: 'noAddress', detail: 'No address.' } as const;
    const { records, marked } = await step(() => { driver.takeDown('b'); driver.report({ change: 'activationFailed', accessPoint: 'd', failure }); });
    expect(records).toMatchObject([{ kind: 'activationFailed', accessPoint: 'd', failure }, { kind: 'openFailed', session: session.id }]);
    expect([heard[0], session.errorString, marked.configurations.has('d')]).toEqual(['error unknownSessionError', 'Unknown session error. No address.', true]);
    expect(rig.core.failures.get('d')).toEqual({ at: clock.now(), failure });
  });
});

describe('news of the machine', () => {
  it('a scan that has ended is noted with its time', async () => {
    await clock.advance(1_000);
    const { marked } = await step(() => { driver.report({ change: 'scanned' }); });
    expect([rig.core.scans.lastAt, marked.scans]).toEqual([clock.now(), true]);
  });

  it('sleep is noted, and when it ended', async () => {
    driver.report({ change: 'sleep', sleeping: true });
    await clock.settle();
    expect([rig.core.world.sleeping, rig.core.world.wokeAt]).toEqual([true, Number.NEGATIVE_INFINITY]);
    await clock.advance(5_000);
    driver.report({ change: 'sleep', sleeping: false });
    await clock.settle();
    expect([rig.core.world.sleeping, rig.core.world.wokeAt]).toEqual([false, clock.now()]);
  });

  it('what may be done is what was told last, and stays where a manager that is back tells nothing of it', async () => {
    const system = { ...nothingKnown, permissions: { ...nothingKnown.permissions, connect: 'yes' as const } };
    const { marked } = await step(() => { driver.report({ change: 'system', system }); });
    expect([rig.core.machine.system, marked.system]).toEqual([system, true]);
    driver.managerGone();
    driver.managerBack();
    await clock.settle();
    expect(rig.core.machine.system).toEqual(system);
  });

  it('a secret that is wanted is shown until it is over, or nobody waits for it any more', async () => {
    const want = () => { driver.report({ change: 'secretWanted', request: { id: 'one', accessPoint: 'd', kind: 'password', wrongBefore: false, message: '', limit: 1_000 } }); };
    const shown = () => [...rig.core.machine.secretRequests.keys()];
    expect([(await step(want)).marked.secretRequests, shown()]).toEqual([true, ['one']]);
    expect([(await step(() => { driver.report({ change: 'secretOver', id: 'one' }); })).marked.secretRequests, shown()]).toEqual([true, []]);
    await step(want);
    expect([(await step(() => { driver.managerGone(); })).marked.secretRequests, shown()]).toEqual([true, []]);
  });

  it('LOSS-06: a manager that goes and is back is told with its reason and recorded; what went meanwhile has gone', async () => {
    const gone = await step(() => { driver.managerGone(); });
    expect([gone.records, gone.marked.driver, rig.core.driverState]).toEqual([[{ kind: 'manager', available: false, reason: 'killed' }], true, { available: false, reason: 'killed' }]);
    driver.accessPoints.delete('d');
    driver.interfaces.delete('if-d');
    const back = await step(() => { driver.managerBack(); });
    expect([back.records, back.marked.driver, rig.core.driverState]).toEqual([[{ kind: 'manager', available: true, reason: '' }], true, { available: true, reason: null }]);
    expect([rig.core.world.accessPoints.has('d'), rig.core.world.interfaces.has('if-d'), [...rig.core.world.accessPoints.keys()]]).toEqual([false, false, ['a', 'b', 'c']]);
  });
});

describe('what passes on an interface', () => {
  it('is counted for the open sessions on it alone, and says nothing where nothing passed', async () => {
    const [onA, onD, closed] = [await rig.opened(program, 'a'), await rig.opened(program, 'd'), rig.core.createSession('a', program)];
    await clock.advance(2_000);
    driver.count('a', 1_000, 100);
    await clock.settle();
    const { marked } = await step(() => { driver.count('a', 1_700, 130); });
    expect([onA, onD, closed].map((each) => [each.received, each.sent])).toEqual([[700, 30], [0, 0], [0, 0]]);
    expect([[...marked.traffic], [...marked.sessions]]).toEqual([['if-a'], [onA.id]]);
  });
});

it('what passed is given on with the time and the access point that it is counted for, and not where nothing did', async () => {
  const heard: Passed[] = [];
  const alone = new ScriptedDriver(clock).add('x', { up: true });
  await new CoreRig(alone, clock, { onPassed: (passed) => { heard.push(passed); } }).start();
  for (const [received, sent] of [[100, 10], [100, 10], [100, 25], [130, 25]] as const) alone.count('x', received, sent);
  await clock.settle();
  expect(heard).toMatchObject([{ at: clock.now(), interface: 'if-x', accessPoint: 'x', received: 0, sent: 15 }, { received: 30, sent: 0 }]);
});

describe('another radio of the same network', () => {
  const radio = (bssid: string, inUse = true) => ({ bssid, frequency: 5180, level: -60, lastSeen: clock.now(), interface: 'if-a', inUse });
  const changes = () => rig.records.flatMap((each) => (each.kind === 'radioChanged' ? [`${each.from} ${each.to}`] : []));
  const link = (state: DriverLink['state'], on = 'if-a'): DriverLink => ({ state, interface: on, stage: null });

  it('is recorded where it takes over a link that is up and stays so', async () => {
    driver.change('a', { bss: [radio('one'), radio('two', false)] });
    driver.change('a', { bss: [radio('one', false), radio('two')] });
    driver.change('a', { bss: [radio('two'), radio('one', false)] });
    await clock.settle();
    expect(changes()).toEqual(['one two']);
  });

  it('is none where none was known, or none is any more', async () => {
    for (const bss of [[radio('one', false)], [radio('one')], [radio('one', false)], [radio('two')]]) driver.change('a', { bss });
    await clock.settle();
    expect(changes()).toEqual([]);
  });

  it('is none where the link comes up, goes, or is on another interface now', async () => {
    driver.change('a', { bss: [radio('one')] });
    driver.change('a', { bss: [radio('two')], link: link('deactivating') });
    driver.change('a', { bss: [radio('one')], link: link('active') });
    driver.change('a', { bss: [radio('two')], link: link('active', 'if-d') });
    driver.change('a', { bss: [radio('one')], link: null });
    driver.change('a', { bss: [radio('two')], link: link('active') });
    await clock.settle();
    expect(changes()).toEqual([]);
  });
});
