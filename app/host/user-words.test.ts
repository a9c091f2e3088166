import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHost, type Host } from './index.ts';

/** What the user calls things, and the order they give: kept over a restart, on the simulated network. */
let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'handover-host-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });
const open = (): Promise<Host> => openHost({ dataFolder: folder, driver: 'simulated', scenario: 'quiet-office', speed: 1, seed: 7 });
const named = (host: Host, name: string) => Object.values(host.snapshot().state.configurations).find((each) => each.name === name && each.accessPoint !== null)!;

describe('a nickname', () => {
  it('is there at the next start too, until it is taken back', async () => {
    const first = await open();
    const { id } = named(first, 'Office');
    await first.request(first.desktop, 'accessPoint.nickname', { accessPoint: id, nickname: 'Upstairs' });
    expect(named(first, 'Office').nickname).toBe('Upstairs');
    await first.stop();
    const second = await open();
    expect(named(second, 'Office').nickname).toBe('Upstairs');
    await second.request(second.desktop, 'accessPoint.nickname', { accessPoint: id, nickname: null });
    expect(named(second, 'Office').nickname).toBeNull();
    await second.stop();
  });

  it('is the user’s to give, and needs an access point', async () => {
    const host = await open();
    const program = host.connectClient({ name: 'a program', pid: null });
    await expect(host.request(program, 'accessPoint.nickname', { accessPoint: named(host, 'Office').id, nickname: 'x' })).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(host.request(host.desktop, 'accessPoint.nickname', { accessPoint: 'nothing', nickname: 'x' })).rejects.toMatchObject({ code: 'notFound' });
    await host.stop();
  });
});

describe('the order of all that is stored', () => {
  it('is the user’s, at the next start too', async () => {
    const builtIn = (host: Host) => Object.values(host.snapshot().state.configurations).find(({ type, stored }) => type === 'serviceNetwork' && !stored)!.members;
    const first = await open();
    const wanted = builtIn(first).toReversed();
    await first.request(first.desktop, 'serviceNetwork.order', { members: wanted });
    await new Promise((resolve) => { setImmediate(resolve); });
    expect(builtIn(first)).toEqual(wanted);
    await first.stop();
    const second = await open();
    expect(builtIn(second)).toEqual(wanted);
    await second.stop();
  });
});
