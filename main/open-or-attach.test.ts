import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostAccess } from '../app/host/host.ts';
import type { HostState } from '../app/contract/state.ts';
import { openOrAttach } from './open-or-attach.ts';
import { saveExport } from './save-export.ts';

let folder: string;
let complaints: unknown[];
let attached: number;
const opened: HostAccess[] = [];
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'attach-')); complaints = []; attached = 0; });
afterEach(async () => {
  for (const host of opened.splice(0).reverse()) await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(path = join(folder, 'run', 'hub.sock')): Promise<HostAccess> {
  const host = await openOrAttach({
    host: { dataFolder: join(folder, String(opened.length)), driver: 'simulated', scenario: 'quiet-office', speed: 100, seed: 7 }, path,
    log: { error: (what: string) => { complaints.push(what); } }, attached: () => { attached += 1; },
  });
  opened.push(host);
  return host;
}

/** The first state for which `holds`, awaited on the host's own patches. */
function until(host: HostAccess, holds: (state: HostState) => boolean): Promise<HostState> {
  return new Promise((resolve) => {
    const look = () => {
      const { state } = host.snapshot();
      if (!holds(state)) return;
      off();
      resolve(state);
    };
    const off = host.on('state.patch', () => { queueMicrotask(look); });
    queueMicrotask(look);
  });
}

describe('a second start', () => {
  it('attaches to the host that runs: the same state, the same sessions, and its end leaves them alive', async () => {
    const first = await open();
    expect(attached).toBe(0);
    const second = await open();
    expect(attached).toBe(1);
    const place = Object.values((await until(second, (state) => state.isOnline)).configurations).find(({ name }) => name === 'Office 5G')!.id;
    const { session } = await second.request(second.desktop, 'session.create', { configuration: place });
    await second.request(second.desktop, 'session.open', { session });
    const state = await until(second, (now) => now.sessions[session]?.isOpen === true);
    expect(state.sessions[session]?.client.isDesktop).toBe(true);
    expect(await second.request(second.desktop, 'state.get', null)).toEqual(second.snapshot());
    await second.stop();
    await until(first, (now) => now.sessions[session]?.isOpen === true);
    expect(complaints).toEqual([]);
  });

  it('saves the other host’s record as a file', async () => {
    await until(await open(), (state) => state.isOnline);
    const path = join(folder, 'record.csv');
    await saveExport(await open(), { what: 'records', format: 'csv', filter: {}, span: 'day', redact: false, language: 'en' }, path);
    expect(readFileSync(path, 'utf8')).toMatch(/^time,kind,what,.*\r\n\d{4}-/);
  });

  it('gets the refusals of the host that runs', async () => {
    await open();
    const second = await open();
    await expect(second.request(second.desktop, 'session.open', { session: 'session-99' })).rejects.toMatchObject({ name: 'RequestError', code: 'notFound' });
  });

  it('says so when that host goes, and goes on with the next, by patches alone', async () => {
    const first = await open();
    const second = await open();
    let state = second.snapshot().state;
    await until(second, (now) => now.isOnline);
    await first.stop();
    state = await until(second, (now) => !now.driver.available);
    expect(state.driver.unavailableReason).toContain('The host ends');
    const third = await open();
    await until(second, (now) => now.driver.available && Object.keys(now.sessions).length > 0);
    expect(Object.keys((await until(second, (now) => now.isOnline)).configurations).sort()).toEqual(Object.keys(third.snapshot().state.configurations).sort());
  });
});

it('without a safe place for the socket the program works alone, and says why', async () => {
  const host = await open(join(folder, 'x'.repeat(120), 'hub.sock'));
  expect(host.snapshot().state.driver.name).toBe('simulated');
  expect(complaints).toEqual(['Other programs cannot reach Handover']);
});
