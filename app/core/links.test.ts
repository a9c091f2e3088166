import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { Links, type LinkState } from './links.ts';
import { failed, type DriverChange } from './ports/driver.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let links: Links;
let heard: string[];
let timeout: number;

/** Links on a driver of their own; a is up by the system, b is in reach. */
beforeEach(async () => {
  clock = new FakeClock();
  driver = new ScriptedDriver(clock).add('a', { up: true }).add('b');
  heard = [];
  timeout = 0;
  links = new Links(driver, clock, (item) => { item(); }, {
    connectTimeout: () => timeout,
    linkChanged: (id) => { heard.push(`${id} ${links.state(id)}`); },
    activationFailed: (id, failure) => { heard.push(`${id} failed: ${failure.detail}`); },
    stopFailed: (id, failure) => { heard.push(`${id} not stopped: ${failure.detail}`); },
  });
  const told = (change: DriverChange) => { if (change.change === 'accessPoint') links.told(change.accessPoint.id, change.accessPoint.link?.state ?? null); };
  const outcome = await driver.start(told);
  if (outcome.ok) for (const accessPoint of outcome.value.accessPoints) told({ change: 'accessPoint', accessPoint });
});

const states = (): LinkState[] => [links.state('a'), links.state('b')];
const busy = () => [...links.busy()];

describe('who holds a link', () => {
  it('OPEN-05, CLOSE-03: what the system brought up is there at once, and stays when nobody holds it', async () => {
    expect([links.acquire('a', 'one'), links.holders('a'), links.isByHandover('a')]).toEqual([true, 1, false]);
    expect(links.release('a', 'one')).toBe(false);
    await clock.advance(5_000);
    expect([states(), driver.commands, links.holders('a')]).toEqual([['connected', 'down'], [], 0]);
  });

  it('CLOSE-02: what Handover brought up goes down with its last holder, and is told on its way', async () => {
    expect(links.acquire('b', 'one')).toBe(false);
    expect(links.acquire('b', 'two')).toBe(false);
    expect([states(), links.isByHandover('b'), busy()]).toEqual([['connected', 'connecting'], true, ['a', 'b']]);
    await clock.advance(2_000);
    expect([links.release('b', 'nobody'), links.release('b', 'one'), links.state('b')]).toEqual([false, false, 'connected']);
    expect([links.release('b', 'two'), links.state('b')]).toEqual([true, 'closing']);
    await clock.advance(2_000);
    expect([states(), busy(), links.isByHandover('b')]).toEqual([['connected', 'down'], ['a'], false]);
    expect([driver.commands, heard]).toEqual([['activate b', 'deactivate b'], ['b connecting', 'b connected', 'b closing', 'b down']]);
  });

  it('what is not held by anybody, or not known at all, is let go without a trace', () => {
    links.settle('nowhere');
    expect([links.release('nowhere', 'one'), links.yield('nowhere', 'one'), links.holders('nowhere'), links.isByHandover('nowhere'), links.state('nowhere'), heard]).toEqual([false, false, 0, false, 'down', []]);
    links.told('nowhere', null);
    expect([links.state('nowhere'), busy()]).toEqual(['down', ['a']]);
  });

  it('a link that its holder let go of during a trial goes down when it is settled, unless somebody holds it or the system does', async () => {
    links.acquire('b', 'one');
    await clock.advance(2_000);
    expect(links.yield('b', 'one')).toBe(true);
    links.hold('b', 'two');
    expect(links.yield('b', 'one')).toBe(false);
    links.settle('b');
    links.settle('a');
    expect(states()).toEqual(['connected', 'connected']);
    links.yield('b', 'two');
    links.settle('b');
    expect(states()).toEqual(['connected', 'closing']);
    expect(links.yield('a', 'one')).toBe(false);
  });

  it('what went down by itself, and came up again by somebody else, is not Handover\'s any more', async () => {
    links.acquire('b', 'one');
    await clock.advance(2_000);
    driver.takeDown('b');
    await clock.settle();
    expect([links.isByHandover('b'), links.holders('b')]).toEqual([false, 1]);
    driver.bringUp('b');
    links.release('b', 'one');
    await clock.advance(2_000);
    expect([links.state('b'), driver.commands]).toEqual(['connected', ['activate b']]);
    links.restore('b');
    links.settle('b');
    expect(links.state('b')).toBe('closing');
  });
});

describe('a link that comes up', () => {
  it('CFG-13: fails when its time is up, with the stage it reached; its holders are gone', async () => {
    timeout = 5_000;
    driver.plan('b', { outcome: 'hangs' });
    links.acquire('b', 'one');
    await clock.advance(4_999);
    expect(links.state('b')).toBe('connecting');
    await clock.advance(2);
    expect(heard).toEqual(['b connecting', 'b failed: No connection after 5 s; stage reached: getting an address.', 'b down']);
    expect([links.holders('b'), links.isByHandover('b'), clock.pending]).toEqual([0, false, 0]);
  });

  it('leaves no timer behind when it is up in time, and none where there is no limit', async () => {
    timeout = 60_000;
    links.acquire('b', 'one');
    await clock.advance(2_000);
    expect([links.state('b'), clock.pending]).toEqual(['connected', 0]);
    links.release('b', 'one');
    await clock.advance(2_000);
    timeout = 0;
    driver.plan('b', { outcome: 'hangs' });
    links.acquire('b', 'one');
    expect(clock.pending).toBe(0);
    await clock.advance(600_000);
    expect(links.state('b')).toBe('connecting');
  });

  it('a success that the platform reports without a link is a failure', async () => {
    driver.activate = () => Promise.resolve({ ok: true, value: undefined });
    links.acquire('b', 'one');
    await clock.settle();
    expect(heard.slice(1)).toEqual(['b failed: The system reported success, but the connection is not up.', 'b down']);
  });

  it('a failure of the platform is told though the link is up for a moment', async () => {
    driver.activate = () => { driver.bringUp('b'); return Promise.resolve(failed('noAddress', 'No address.')); };
    links.acquire('b', 'one');
    await clock.settle();
    expect([heard.slice(1), links.isByHandover('b')]).toEqual([['b failed: No address.', 'b connected'], false]);
  });

  it('OPEN-13: on a platform that lets nobody start connections nothing is started, and the holders are told', () => {
    driver.capabilities.startAndStopInterfaces = false;
    links.acquire('b', 'one');
    expect([heard, driver.commands, links.holders('b')]).toEqual([['b failed: This platform does not let programs start connections.', 'b down'], [], 0]);
  });

  it('CLOSE-05: given up, it is on its way down until the platform has undone it, and then a fresh try for who came since', async () => {
    links.acquire('b', 'one');
    await clock.advance(500);
    expect([links.release('b', 'one'), links.state('b')]).toEqual([true, 'closing']);
    links.acquire('b', 'two');
    expect([links.state('b'), driver.commands]).toEqual(['closing', ['activate b']]);
    await clock.advance(2_000);
    expect([links.state('b'), links.isByHandover('b'), driver.commands]).toEqual(['connected', true, ['activate b', 'activate b']]);
  });

  it('CLOSE-05: given up for good it is down, not Handover\'s, and no failure', async () => {
    links.acquire('b', 'one');
    links.release('b', 'one');
    await clock.advance(2_000);
    expect([heard, links.isByHandover('b'), clock.pending]).toEqual([['b connecting', 'b closing', 'b down'], false, 0]);
  });

  it('CLOSE-05: given up, but up all the same: it goes down again, unless somebody wants it by now', async () => {
    let finish = () => {};
    driver.activate = (id) => new Promise((resolve) => { finish = () => { driver.bringUp(id); resolve({ ok: true, value: undefined }); }; });
    links.acquire('b', 'one');
    links.release('b', 'one');
    finish();
    await clock.advance(2_000);
    expect([driver.commands, links.state('b')]).toEqual([['deactivate b'], 'down']);
    links.acquire('b', 'one');
    links.release('b', 'one');
    links.acquire('b', 'two');
    finish();
    await clock.advance(2_000);
    expect([driver.commands, links.state('b'), links.isByHandover('b')]).toEqual([['deactivate b'], 'connected', true]);
  });
});

describe('a link that goes down', () => {
  it('OPEN-06: who opens on it meanwhile has it brought up again, with half a minute\'s time', async () => {
    links.acquire('b', 'one');
    await clock.advance(2_000);
    links.release('b', 'one');
    driver.plan('b', { outcome: 'hangs' });
    expect([links.acquire('b', 'two'), links.state('b')]).toEqual([false, 'closing']);
    await clock.advance(1_000);
    expect([links.state('b'), links.isByHandover('b'), driver.commands]).toEqual(['connecting', true, ['activate b', 'deactivate b', 'activate b']]);
    await clock.advance(30_001);
    expect(heard.slice(-2)).toEqual(['b failed: No connection after 30 s; stage reached: getting an address.', 'b down']);
  });

  it('STOP-06: that stays up though it was to stop is told, and is Handover\'s as before; nobody asked for what a last close does', async () => {
    links.acquire('b', 'one');
    await clock.advance(2_000);
    driver.deactivateFails = failed('notAllowed', 'Not allowed.').failure;
    expect(links.stop('b')).toBe(true);
    await clock.advance(2_000);
    expect([heard.slice(2), links.isByHandover('b')]).toEqual([['b closing', 'b not stopped: Not allowed.', 'b connected'], true]);
    links.acquire('b', 'one');
    links.release('b', 'one');
    await clock.advance(2_000);
    expect([heard.slice(5), links.isByHandover('b')]).toEqual([['b closing', 'b connected'], true]);
  });

  it('is taken down once, however often it is asked for', async () => {
    links.acquire('a', 'one');
    expect([links.stop('a'), links.stop('a'), links.holders('a'), links.state('a')]).toEqual([true, true, 0, 'closing']);
    await clock.advance(2_000);
    expect([driver.commands, links.stop('a'), links.state('a')]).toEqual([['deactivate a'], true, 'down']);
    await clock.advance(2_000);
    expect(driver.commands).toEqual(['deactivate a']);
  });

  it('STOP-06, STOP-09: what cannot be stopped stays; what still comes up can be given up all the same', async () => {
    links.acquire('b', 'one');
    driver.capabilities.startAndStopInterfaces = false;
    expect([links.stop('a'), links.stop('b'), states()]).toEqual([false, true, ['connected', 'closing']]);
    await clock.advance(2_000);
    expect([driver.commands, states()]).toEqual([['activate b'], ['connected', 'down']]);
    links.restore('a');
    links.settle('a');
    expect(links.state('a')).toBe('connected');
  });
});

describe('a link that a trial brings up', () => {
  it('NEW-13: is seen connecting at once, and goes by the trial alone until that has ended', async () => {
    const abort = new AbortController();
    links.beginTrial('b', 'one', abort);
    links.beginTrial('b', 'two', abort);
    expect([heard, links.holders('b'), links.isByHandover('b'), busy()]).toEqual([['b connecting'], 2, true, ['a', 'b']]);
    driver.bringUp('b');
    links.release('b', 'one');
    expect([links.release('b', 'two'), links.state('b')]).toEqual([false, 'connected']);
    links.endTrial('b');
    links.settle('b');
    expect(links.state('b')).toBe('closing');
    await clock.advance(2_000);
    expect([driver.commands, links.state('b')]).toEqual([['deactivate b'], 'down']);
  });

  it('is nobody\'s but the system\'s where the system had brought it up', () => {
    links.beginTrial('a', 'one', new AbortController());
    expect([heard, links.isByHandover('a'), links.yield('a', 'one')]).toEqual([[], false, false]);
    links.endTrial('a');
    links.settle('a');
    expect([links.state('a'), driver.commands]).toEqual(['connected', []]);
  });

  it('that ended without it is down and nobody\'s; who opened on it meanwhile has it brought up', async () => {
    links.beginTrial('b', 'one', new AbortController());
    links.yield('b', 'one');
    links.endTrial('b');
    expect([heard, links.isByHandover('b'), driver.commands]).toEqual([['b connecting', 'b down'], false, []]);
    links.beginTrial('b', 'one', new AbortController());
    links.yield('b', 'one');
    links.acquire('b', 'two');
    links.endTrial('b');
    await clock.advance(2_000);
    expect([links.state('b'), links.isByHandover('b'), driver.commands]).toEqual(['connected', true, ['activate b']]);
  });

  it('which a session is bringing up already is that session\'s to bring up', async () => {
    links.acquire('b', 'one');
    links.beginTrial('b', 'two', new AbortController());
    expect(heard).toEqual(['b connecting']);
    links.endTrial('b');
    expect(links.state('b')).toBe('connecting');
    await clock.advance(2_000);
    expect([links.state('b'), links.holders('b')]).toEqual(['connected', 2]);
  });
});

it('at the end of Handover what comes up is given up, and links that are up stay so', async () => {
  timeout = 60_000;
  links.acquire('a', 'one');
  links.acquire('b', 'one');
  links.dispose();
  expect([links.holders('a'), links.holders('b'), links.isByHandover('b')]).toEqual([0, 0, false]);
  await clock.advance(2_000);
  expect([states(), clock.pending, driver.commands]).toEqual([['connected', 'down'], 0, ['activate b']]);
  expect(heard).not.toContain('b failed: Cancelled.');
});
