import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyPatch } from '../contract/apply-patch.ts';
import { hostState, type HostState } from '../contract/state.ts';
import { readJournal } from '../journal/read-journal.ts';
import { openHost, type Host } from './index.ts';

/** The host on the simulated network, a hundred times as fast as real time. */
let folder: string;
let hosts: Host[];

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'handover-host-')); hosts = []; });
afterEach(async () => {
  await Promise.all(hosts.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function open(scenario = 'walk-to-meeting-room', speed = 100): Promise<Host> {
  const host = await openHost({ dataFolder: folder, driver: 'simulated', scenario, speed, seed: 7 });
  hosts.push(host);
  return host;
}

/** The first state for which `holds`, awaited on the host's own patches. */
function until(host: Host, holds: (state: HostState) => boolean): Promise<HostState> {
  return new Promise((resolve) => {
    const look = () => {
      const { state } = host.snapshot();
      if (holds(state)) { off(); resolve(state); }
    };
    const off = host.on('state.patch', () => { queueMicrotask(look); });
    queueMicrotask(look);
  });
}

const desktopSession = (state: HostState) => Object.values(state.sessions).find((each) => each.client.isDesktop);
const named = (state: HostState, name: string) => Object.values(state.configurations).find((each) => each.name === name);
const journal = () => readJournal(folder);

describe('the host', () => {
  it('tells a whole state that fits the contract, and then patches that keep a copy equal to it', async () => {
    const host = await open();
    const { sequence, state } = host.snapshot();
    expect(hostState.parse(state)).toEqual(state);
    let copy = state;
    let last = sequence;
    host.on('state.patch', (patch) => { expect(patch.sequence).toBe(last + 1); last = patch.sequence; copy = applyPatch(copy, patch); });
    await until(host, (now) => Object.keys(now.offers).length > 0);
    expect(copy).toEqual(host.snapshot().state);
  });

  it('holds the desktop\'s own session on what the machine is connected with', async () => {
    const state = await until(await open(), (now) => desktopSession(now)?.isOpen === true);
    expect(state.configurations[desktopSession(state)?.activeConfiguration ?? '']?.name).toBe('Cable');
    expect(state.isOnline).toBe(true);
  });

  it('is left in the middle of a trial while the play stands still', async () => {
    const host = await open();
    const [offer] = Object.values((await until(host, ({ offers }) => Object.keys(offers).length > 0)).offers);
    await host.request(host.desktop, 'session.migrate', { session: offer!.session });
    await until(host, ({ trial }) => trial?.phase === 'testing');
    await host.request(host.desktop, 'simulation.pause', { paused: true });
    await host.stop();
    expect(journal().filter(({ kind }) => kind === 'trialEnded')).toMatchObject([{ end: { code: 'handoverEnded' } }]);
  });

  it('tells the noise of the wireless link in use, where the driver does', async () => {
    const state = await until(await open('broken-best'), (now) => desktopSession(now)?.isOpen === true);
    expect([state.configurations[desktopSession(state)!.activeConfiguration]?.accessPoint?.noise, named(state, 'Office 5G')?.accessPoint?.noise]).toEqual([-95, null]);
  });

  it('plays the story by requests alone: offer, migrate, trial, accept; and writes it down', async () => {
    // Slower: a countdown leaves time to answer, on a busy machine too.
    const host = await open('walk-to-meeting-room', 20);
    const offered = await until(host, (state) => Object.keys(state.offers).length > 0);
    const session = Object.values(offered.offers)[0]?.session ?? '';
    const told: string[] = [];
    host.on('session.event', ({ event }) => { told.push(event.event === 'stateChanged' ? event.state : event.event); });
    await host.request(host.desktop, 'session.migrate', { session });
    await until(host, (state) => state.trial?.phase === 'passed');
    await host.request(host.desktop, 'session.accept', { session });
    const end = await until(host, (state) => state.trial === null && state.sessions[session]?.state === 'connected');
    expect(end.configurations[end.sessions[session]?.activeConfiguration ?? '']?.name).toBe('Office 5G');
    expect(told).toEqual(['roaming', 'newConfigurationActivated', 'connected']);
    await host.stop();
    const kinds = journal().map((each) => each.kind);
    for (const kind of ['sessionOpened', 'offer', 'answer', 'trialStarted', 'trialTested', 'trialEnded']) expect(kinds).toContain(kind);
    expect(Object.values(journal().find((each) => each.kind === 'offer')?.names ?? {})).toContain('Office 5G');
  });

  it('gives back what a client held when it goes', async () => {
    const host = await open('quiet-office');
    const client = host.connectClient({ name: 'rsync', pid: 4121 });
    const configuration = named(host.snapshot().state, 'Office 5G') ?? Object.values(host.snapshot().state.configurations).find((each) => each.state === 6);
    const { session } = await host.request(client, 'session.create', { configuration: configuration?.id ?? '' });
    await host.request(client, 'session.open', { session });
    await until(host, (state) => state.sessions[session]?.isOpen === true);
    client.dispose();
    const state = await until(host, (now) => now.sessions[session] === undefined && now.configurations[configuration?.id ?? '']?.accessPoint?.link === null);
    expect(state.configurations[configuration?.id ?? '']?.openSessions).toBe(0);
  });

  it('asks the desktop which one, for a program\'s user choice', async () => {
    const host = await open('quiet-office');
    const client = host.connectClient({ name: 'backup', pid: 6008 });
    const { session } = await host.request(client, 'session.create', { configuration: 'userChoice' });
    await host.request(client, 'session.open', { session });
    const asked = await until(host, (state) => Object.keys(state.questions).length > 0);
    const question = Object.keys(asked.questions)[0] ?? '';
    expect(asked.questions[question]).toMatchObject({ session, client: 'backup', failed: null });
    const configuration = named(asked, 'Office 5G')?.id ?? '';
    await expect(host.request(client, 'question.answer', { question, configuration })).rejects.toMatchObject({ code: 'notAllowed' });
    await host.request(host.desktop, 'question.answer', { question, configuration });
    const state = await until(host, (now) => now.sessions[session]?.isOpen === true);
    expect(state.sessions[session]).toMatchObject({ userChoiceConfiguration: configuration, activeConfiguration: configuration });
    expect(state.questions).toEqual({});
  });

  it('lets a program act on its own sessions only', async () => {
    const host = await open();
    const client = host.connectClient({ name: 'rsync', pid: 4121 });
    const own = desktopSession(await until(host, (state) => desktopSession(state)?.isOpen === true));
    await expect(host.request(client, 'session.close', { session: own?.id ?? '' })).rejects.toMatchObject({ code: 'notAllowed' });
  });

  it('refuses what does not fit the contract, and says what to do', async () => {
    const host = await open();
    await expect(host.request(host.desktop, 'session.open', { session: 7 } as never)).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(host.request(host.desktop, 'session.open', { session: 'session-99' })).rejects.toMatchObject({ code: 'notFound' });
    await expect(host.request(host.desktop, 'nonsense' as never, null as never)).rejects.toMatchObject({ code: 'notFound' });
  });

  it('keeps settings and service networks over a restart', async () => {
    const first = await open();
    const state = await until(first, (now) => named(now, 'Office 5G') !== undefined);
    const members = [named(state, 'Office 5G')?.id ?? '', named(state, 'Cable')?.id ?? ''];
    const { id } = await first.request(first.desktop, 'serviceNetwork.save', { id: null, name: 'Work', members });
    await first.request(first.desktop, 'settings.change', { theme: 'dark' });
    await first.stop();
    const again = await open();
    const kept = again.snapshot().state;
    expect([kept.configurations[id]?.name, kept.configurations[id]?.members, kept.settings.theme]).toEqual(['Work', members, 'dark']);
  });

  it('keeps an unreadable settings file aside and says so', async () => {
    writeFileSync(join(folder, 'settings.json'), '{ "version": 1, "sett');
    const host = await open();
    expect(Object.values(host.snapshot().state.notices)).toMatchObject([{ code: 'settingsAside' }]);
    const aside = readdirSync(folder).find((each) => each.startsWith('settings.unreadable-'));
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe('{ "version": 1, "sett');
  });

  it('starts on the usual scenario and says so, where the one in the settings cannot be played', async () => {
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ version: 1, settings: { scenario: 'no-such-walk' }, serviceNetworks: [], order: {} }));
    const host = await openHost({ dataFolder: folder, driver: 'simulated', speed: 100 });
    hosts.push(host);
    expect(host.snapshot().state.driver.simulation?.scenario).toBe('walk-to-meeting-room');
    expect(Object.values(host.snapshot().state.notices)).toMatchObject([{ code: 'scenarioInvalid' }]);
    await expect(openHost({ dataFolder: folder, driver: 'simulated', scenario: 'no-such-walk' })).rejects.toThrow('no-such-walk');
  });

  it('scans while somebody looks, and not otherwise', async () => {
    const host = await open('quiet-office');
    await until(host, (state) => state.driver.available);
    expect(host.snapshot().state.scans.count).toBe(0);
    const stopWatching = host.watch('accessPoints');
    await until(host, (state) => state.scans.count >= 2);
    stopWatching();
  });

  it('changes the scenario while it runs', async () => {
    const host = await open();
    await host.request(host.desktop, 'simulation.play', { scenario: 'quiet-office', speed: 10 });
    expect(host.snapshot().state.driver.simulation?.scenario).toBe('quiet-office');
    await expect(host.request(host.desktop, 'simulation.play', { scenario: 'no-such', speed: 1 })).rejects.toMatchObject({ code: 'invalidInput' });
    expect(host.snapshot().state.driver.simulation?.scenario).toBe('quiet-office');
  });

  it('walks and breaks things in the simulated world when it is asked to', async () => {
    const host = await open('captive-portal');
    const before = await until(host, (state) => state.simulation !== null && named(state, 'Hotel Lux') !== undefined);
    const hotel = named(before, 'Hotel Lux')?.id ?? '';
    expect(before.simulation?.accessPoints[hotel]).toEqual({ connectivity: 'portal', fault: null, offset: 0 });
    const plan = await host.request(host.desktop, 'simulation.plan', null);
    expect(plan.places.map(({ name }) => name)).toContain('reception');

    await host.request(host.desktop, 'simulation.walk', { to: [{ x: 3, y: 4, floor: 1 }], speed: null });
    await host.request(host.desktop, 'simulation.set', { set: 'connectivity', accessPoint: hotel, value: 'none' });
    const after = await until(host, (state) => state.simulation?.accessPoints[hotel]?.connectivity === 'none');
    expect(after.simulation?.way.at(-1)).toMatchObject({ x: 3, y: 4, floor: 1 });
    await expect(host.request(host.desktop, 'simulation.walk', { to: [{ x: 3, y: 4, floor: 9 }], speed: 1 })).rejects.toMatchObject({ code: 'notFound', message: 'There is no floor 9; floors go from 0 to 2.' });
    await expect(host.request(host.desktop, 'simulation.set', { set: 'cable', interface: 'eth7', pulled: true })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('stops the simulated time and lets it run at another speed', async () => {
    const host = await open('quiet-office');
    await host.request(host.desktop, 'simulation.pause', { paused: true });
    const paused = host.snapshot().state;
    expect([paused.clock.speed, paused.driver.simulation?.speed]).toEqual([0, 100]);
    await host.request(host.desktop, 'simulation.speed', { speed: 20 });
    expect(host.snapshot().state.clock.speed).toBe(0);
    await host.request(host.desktop, 'simulation.pause', { paused: false });
    expect(host.snapshot().state.clock.speed).toBe(20);
    await expect(host.request(host.desktop, 'simulation.speed', { speed: 1000 })).rejects.toMatchObject({ code: 'invalidInput' });
  });

  it('says that the last run was killed in the middle of a trial, once, and writes it down', async () => {
    writeFileSync(join(folder, 'open-trial.json'), JSON.stringify({ trial: 'trial-1', session: 'session-1', from: 'a', to: 'b', names: { from: 'Cable', to: 'Office 5G' } }));
    const first = await open();
    expect(Object.values(first.snapshot().state.notices)).toMatchObject([{ code: 'recovered', detail: 'Cable → Office 5G' }]);
    await first.stop();
    expect(journal()).toContainEqual(expect.objectContaining({ kind: 'trialEnded', end: { code: 'handoverEnded' } }));
    const second = await open();
    expect(second.snapshot().state.notices).toEqual({});
  });

  it('says so too where the kill left half a file', async () => {
    writeFileSync(join(folder, 'open-trial.json'), '{ "trial": "tri');
    const host = await open();
    expect(Object.values(host.snapshot().state.notices)).toMatchObject([{ code: 'recovered', detail: '' }]);
  });
});
