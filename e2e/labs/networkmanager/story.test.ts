import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HostState } from '../../../app/contract/state.ts';
import { openHost, type Host } from '../../../app/host/index.ts';
import { readJournal } from '../../../app/journal/read-journal.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';

const [first, second] = [profileId(0), profileId(1)];
/** The rules as they are, with shorter times, so that a test does not take a minute. */
const quick = { noInternetFor: 1_000, holdFor: 500, countdown: 4_000, linger: 1_000, offerApart: 0, silentAfterUserChoice: 0 };

/**
 * The whole story through the host's programming interface on a real NetworkManager: two wired links, a service network
 * over both, the first loses its internet.
 */
describe.skipIf(labUnavailable() !== null)('the story, on a real NetworkManager', () => {
  let lab: NetworkManagerLab;
  let host: Host;
  let folder: string;
  let session: string;
  const before = process.env['DBUS_SYSTEM_BUS_ADDRESS'];

  beforeEach(async () => {
    lab = await NetworkManagerLab.up({ uplinks: 2, autoconnect: false });
    process.env['DBUS_SYSTEM_BUS_ADDRESS'] = lab.busAddress;
    folder = mkdtempSync(join(tmpdir(), 'handover-story-'));
    host = await openHost({ dataFolder: folder, driver: 'auto' });
    await host.request(host.desktop, 'settings.change', { roaming: quick });
    const { id } = await host.request(host.desktop, 'serviceNetwork.save', { id: null, name: 'Office', members: [first, second] });
    ({ session } = await host.request(host.desktop, 'session.create', { configuration: id }));
  });
  afterEach(async () => {
    await host?.stop();
    await lab?.down();
    rmSync(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env['DBUS_SYSTEM_BUS_ADDRESS'];
    else process.env['DBUS_SYSTEM_BUS_ADDRESS'] = before;
  });

  function until(what: string, holds: (state: HostState) => boolean, limit = 20_000): Promise<HostState> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => { off(); reject(new Error(`waited in vain until ${what}: ${JSON.stringify(host.snapshot().state, null, 1)}`)); }, limit);
      const look = () => {
        const { state } = host.snapshot();
        if (!holds(state)) return;
        clearTimeout(timer);
        off();
        resolve(state);
      };
      const off = host.on('state.patch', () => { queueMicrotask(look); });
      queueMicrotask(look);
    });
  }
  const call = (name: 'session.open' | 'session.close') => host.request(host.desktop, name, { session });
  /** The question about a link is asked once, of the desktop's own session; the others on it move with the answer. */
  const question = () => {
    const { offers, trial } = host.snapshot().state;
    return Object.values(offers).find((each) => each.moves.includes(session)) ?? trial;
  };
  const answer = (name: 'session.migrate' | 'session.accept' | 'session.reject') => host.request(host.desktop, name, { session: question()?.session ?? '' });
  const primary = () => lab.run('ip', '-4', 'route', 'get', '203.0.113.1').match(/dev (\S+)/)?.[1];
  const active = () => lab.nmcli('-g', 'NAME', 'connection', 'show', '--active').split('\n').filter((each) => each.startsWith('wired')).sort();
  const link = (state: HostState, id: string) => state.configurations[id]?.accessPoint?.link;
  const journal = () => readJournal(folder) as { kind: string; end?: { code: string } }[];

  async function openAndLoseInternet(): Promise<void> {
    await call('session.open');
    await until('the session is open on the first link, which reaches the internet', (state) =>
      state.sessions[session]?.activeConfiguration === first && state.interfaces['wired0']?.connectivity === 'full');
    expect(active()).toEqual(['wired0']);
    lab.web(0, 'limited');
    lab.nmcli('networking', 'connectivity', 'check');
    await until('the second link is offered', (state) => Object.values(state.offers).some((each) => each.moves.includes(session) && each.candidate === second));
  }

  test('open, offer, migrate, accept: both links in between, then the old one, which Handover had brought up, is taken down', async () => {
    await openAndLoseInternet();
    await answer('session.migrate');
    const trial = await until('the tests have passed', (state) => state.trial?.phase === 'passed');
    expect(trial.sessions[session]).toMatchObject({ state: 'roaming', activeConfiguration: first });
    expect(active()).toEqual(['wired0', 'wired1']);
    await answer('session.accept');
    await until('the session is on the second link', (state) => state.sessions[session]?.state === 'connected' && state.sessions[session]?.activeConfiguration === second);
    await until('the old link is down', (state) => link(state, first) === null);
    expect(active()).toEqual(['wired1']);
    expect(primary()).toBe('wired1');
    // Counters against the kernel's.
    const stopWatching = host.watch('traffic');
    lab.run('ping', '-c', '3', '-i', '0.2', '-s', '1000', '203.0.113.1');
    const kernel = lab.counters('wired1');
    const counted = await until('the counters have come', (state) => (state.traffic['wired1']?.received ?? 0) >= kernel.received);
    stopWatching();
    expect(counted.traffic['wired1']?.received).toBeGreaterThanOrEqual(kernel.received);
    expect(counted.traffic['wired1']?.received).toBeLessThanOrEqual(lab.counters('wired1').received);
  });

  test('open, offer, migrate, reject: back on the old one, the new one is down again', async () => {
    await openAndLoseInternet();
    await answer('session.migrate');
    await until('the tests have passed', (state) => state.trial?.phase === 'passed');
    await answer('session.reject');
    const state = await until('the session is back', (now) => now.trial === null && now.sessions[session]?.state === 'connected');
    expect(state.sessions[session]?.activeConfiguration).toBe(first);
    await until('the new link is down', (now) => link(now, second) === null);
    expect(active()).toEqual(['wired0']);
    expect(primary()).toBe('wired0');
  });

  test('open, offer, migrate, silence: with the old one back on the internet, it goes back; else it keeps the new one', async () => {
    await openAndLoseInternet();
    await answer('session.migrate');
    await until('the tests have passed', (state) => state.trial?.phase === 'passed');
    lab.web(0, 'full');
    lab.nmcli('networking', 'connectivity', 'check');
    await until('the session is back', (state) => state.trial === null && state.sessions[session]?.state === 'connected');
    await host.stop();
    const end = journal().findLast((each) => each.kind === 'trialEnded')?.end?.code;
    expect(end).toBe('silence');
    expect(primary()).toBe('wired0');
  });

  test('a pulled cable is asked about within a second, and migrate moves to the other one', async () => {
    await call('session.open');
    await until('the session is open', (state) => state.sessions[session]?.activeConfiguration === first);
    lab.cable(0, 'out');
    await until('the question is there', (state) => Object.values(state.offers).some((each) => each.moves.includes(session) && each.reason.code === 'currentLost'), 1_000);
    await answer('session.migrate');
    await until('the tests have passed', (state) => state.trial?.phase === 'passed');
    await answer('session.accept');
    await until('the session is on the second link', (state) => state.sessions[session]?.state === 'connected' && state.sessions[session]?.activeConfiguration === second);
    expect(primary()).toBe('wired1');
  });

  test('NetworkManager killed in mid-trial: what is shown says so, and everything is found again', async () => {
    await openAndLoseInternet();
    await answer('session.migrate');
    await until('the tests have passed', (state) => state.trial?.phase === 'passed');
    await lab.killManager();
    await until('the manager is missed', (state) => !state.driver.available);
    await lab.startManager();
    await until('the manager is back', (state) => state.driver.available);
    await until('the trial has ended and the session is connected', (state) => state.trial === null && state.sessions[session]?.state === 'connected', 30_000);
    expect(lab.run('ping', '-c', '1', '-W', '2', '203.0.113.1')).toContain('1 received');
  });
});
