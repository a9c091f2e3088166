import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostState } from '../contract/state.ts';
import { chooseDriver, choicesHere } from './choose-driver.ts';
import { openHost, type Host } from './index.ts';

const choice = { scenario: 'quiet-office', speed: 1, seed: 7 };

describe.runIf(process.platform === 'linux')('the driver', () => {
  let folder: string;
  let host: Host;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handover-choice-'));
    host = await openHost({ dataFolder: folder, ...choice, driver: 'simulated' });
  });
  afterEach(async () => {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('changes at once when the user chooses another, and is kept', async () => {
    await host.request(host.desktop, 'settings.change', { driver: 'linux' });
    const { state } = host.snapshot();
    expect(state.driver).toMatchObject({ name: 'linux', available: true, canScan: false, simulation: null });
    expect(hostState.parse(state).simulation).toBeNull();
    expect(Object.keys(state.interfaces)).not.toContain('lo');
    await host.stop();
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ settings: { driver: 'linux' } });
  });

  it('can be the simulated one again', async () => {
    await host.request(host.desktop, 'settings.change', { driver: 'linux' });
    await host.request(host.desktop, 'settings.change', { driver: 'simulated' });
    expect(host.snapshot().state.driver).toMatchObject({ name: 'simulated', simulation: { scenario: 'quiet-office' } });
  });

  it('stays when another setting changes', async () => {
    const before = Object.keys(host.snapshot().state.sessions);
    await host.request(host.desktop, 'settings.change', { theme: 'dark' });
    expect(Object.keys(host.snapshot().state.sessions)).toEqual(before);
  });

  it('is one of those for this system', async () => {
    expect(host.snapshot().state.driver.choices).toEqual(choicesHere);
    for (const driver of choicesHere) await expect(chooseDriver({ ...choice, driver })).resolves.toHaveProperty('driver');
  });
});
