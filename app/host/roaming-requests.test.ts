import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostState } from '../contract/state.ts';
import { openHost, type Host } from './index.ts';

/** The host on the simulated network: answers that stand, and the countdown. */
let folder: string;
let host: Host;
beforeEach(async () => { folder = mkdtempSync(join(tmpdir(), 'handover-roaming-')); host = await open(); });
afterEach(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});
const open = (speed = 100): Promise<Host> => openHost({ dataFolder: folder, driver: 'simulated', scenario: 'walk-to-meeting-room', speed, seed: 7 });

function until(holds: (state: HostState) => boolean): Promise<HostState> {
  return new Promise((resolve) => {
    const look = () => {
      const { state } = host.snapshot();
      if (holds(state)) { off(); resolve(state); }
    };
    const off = host.on('state.patch', () => { queueMicrotask(look); });
    queueMicrotask(look);
  });
}
const named = (state: HostState, name: string): string => Object.values(state.configurations).find((each) => each.name === name)?.id ?? '';
const known = () => until((state) => named(state, 'Cable') !== '' && Object.values(state.sessions).some((each) => each.isOpen));

describe('what an offer would break', () => {
  it('is told of an offer that stands: programs on the current link, and how long former breaks lasted', async () => {
    const [offer] = Object.values((await until((state) => Object.keys(state.offers).length > 0)).offers);
    await host.request(host.desktop, 'simulation.pause', { paused: true });
    expect(await host.request(host.desktop, 'roaming.consequences', { offer: offer?.id ?? '' })).toEqual({ breakLasts: null, programs: { names: ['Mail and chat', 'Browser', 'File synchronisation'], areAll: true } });
    await expect(host.request(host.desktop, 'roaming.consequences', { offer: 'none' })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('answers that stand', () => {
  it('are shown, kept over a restart, and taken back', async () => {
    const cable = named(await known(), 'Cable');
    await host.request(host.desktop, 'roaming.pin', { accessPoint: cable, pinned: true });
    await host.request(host.desktop, 'roaming.setMode', { about: 'network:all', mode: 'stays' });
    expect((await until((state) => state.answers.pins.length > 0)).configurations[cable]?.accessPoint?.pinned).toBe(true);
    await host.stop();
    host = await open();
    const { answers, sessions } = await known();
    expect(answers).toEqual({ ignored: [], rules: [], pins: [cable], modes: { 'network:all': 'stays' } });
    expect(Object.values(sessions)[0]?.roaming).toBe('stays');
    await host.request(host.desktop, 'roaming.pin', { accessPoint: cable, pinned: false });
    await host.request(host.desktop, 'roaming.setMode', { about: 'network:all', mode: null });
    const after = await until((state) => state.answers.pins.length === 0 && Object.keys(state.answers.modes).length === 0);
    expect([after.configurations[cable]?.accessPoint?.pinned, Object.values(after.sessions)[0]?.roaming]).toEqual([false, 'asksUser']);
  });

  it('an ignore with a scope and a rule are listed, and forgotten when told', async () => {
    const offered = await until((state) => Object.keys(state.offers).length > 0);
    const [offer] = Object.values(offered.offers);
    await host.request(host.desktop, 'session.ignore', { session: offer?.session ?? '', scope: 'thisAccessPoint' });
    const [ignored] = (await until((state) => state.answers.ignored.length > 0)).answers.ignored;
    expect(ignored).toMatchObject({ candidate: offer?.candidate, current: null });
    await host.request(host.desktop, 'roaming.forget', { answer: ignored?.id ?? '' });
    await until((state) => state.answers.ignored.length === 0);
    await expect(host.request(host.desktop, 'roaming.forget', { answer: ignored?.id ?? '' })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('are the user’s to give', async () => {
    const cable = named(await known(), 'Cable');
    const program = host.connectClient({ name: 'rsync', pid: 1 });
    await expect(host.request(program, 'roaming.pin', { accessPoint: cable, pinned: true })).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(host.request(program, 'roaming.setMode', { about: 'network:all', mode: 'stays' })).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(host.request(host.desktop, 'roaming.setMode', { about: 'nothing', mode: 'stays' })).rejects.toMatchObject({ code: 'notFound' });
    await expect(host.request(host.desktop, 'roaming.pin', { accessPoint: 'nothing', pinned: true })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('a trial', () => {
  it('shows its lines by probes, its countdown stops once, and what the engine thinks of each is there', async () => {
    const offered = await until((state) => Object.keys(state.offers).length > 0);
    const [offer] = Object.values(offered.offers);
    expect(offered.decisions[`${offer?.session} ${offer?.candidate}`]?.outcome.outcome).toBe('offered');
    await host.request(host.desktop, 'session.migrate', { session: offer?.session ?? '' });
    const { trial } = await until((state) => state.trial?.phase === 'testing' || state.trial?.phase === 'passed');
    const id = trial?.id ?? '';
    await expect(host.request(host.connectClient({ name: 'rsync', pid: 1 }), 'trial.pause', { trial: id })).rejects.toMatchObject({ code: 'notAllowed' });
    await host.request(host.desktop, 'trial.pause', { trial: id });
    const paused = await until((state) => state.trial?.pause != null && state.trial.phase === 'passed');
    expect(paused.trial?.tests.map(({ test, status }) => `${test} ${status}`)).toEqual(['address passed', 'gateway passed', 'names passed', 'internet passed', expect.stringMatching(/^loss (passed|skipped)$/)]);
    await expect(host.request(host.desktop, 'trial.pause', { trial: id })).rejects.toMatchObject({ code: 'notSupported' });
    await host.request(host.desktop, 'trial.resume', { trial: id });
    expect((await until((state) => state.trial?.pause === null)).trial?.deadline).not.toBeNull();
    await host.request(host.desktop, 'session.accept', { session: offer?.session ?? '' });
    await until((state) => state.trial === null);
    await expect(host.request(host.desktop, 'trial.pause', { trial: id })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('a trial that is running', () => {
  it('is marked, with what it brought up, until it ends', async () => {
    const path = join(folder, 'open-trial.json');
    const offered = await until((state) => Object.keys(state.offers).length > 0);
    const [offer] = Object.values(offered.offers);
    await host.request(host.desktop, 'session.migrate', { session: offer?.session ?? '' });
    await until((state) => state.trial?.phase === 'passed');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ from: offer?.current, to: offer?.candidate, broughtUp: true });
    await host.stop();
    expect(existsSync(path)).toBe(false);
  });
});
