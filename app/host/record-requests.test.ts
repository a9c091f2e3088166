import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requests, type RequestInput, type RequestName } from '../contract/contract.ts';
import type { RecordCursor } from '../contract/record.ts';
import type { HostState } from '../contract/state.ts';
import { openHost, type Host } from './index.ts';

/** The record through the host's requests, on the simulated network. */
let folder: string;
let host: Host;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'handover-record-'));
  host = await openHost({ dataFolder: folder, driver: 'simulated', scenario: 'walk-to-meeting-room', speed: 100, seed: 7 });
});
afterEach(async () => { await host.stop(); rmSync(folder, { recursive: true, force: true }); });

async function ask<N extends RequestName>(name: N, input: RequestInput<N>) {
  const output = await host.request(host.desktop, name, input);
  // What goes out fits the contract, as the window will check.
  expect(requests[name].output.parse(output)).toEqual(output);
  return output;
}
function until(holds: (state: HostState) => boolean): Promise<HostState> {
  return new Promise((resolve) => {
    const look = () => { const { state } = host.snapshot(); if (holds(state)) { off(); resolve(state); } };
    const off = host.on('state.patch', () => { queueMicrotask(look); });
    queueMicrotask(look);
  });
}
const idOf = (name: string) => Object.values(host.snapshot().state.configurations).find((each) => each.name === name)?.id ?? '';
const whole = { filter: {}, span: 'day' as const, language: 'en' as const, cursor: null };

async function story(): Promise<void> {
  const offered = await until((state) => Object.keys(state.offers).length > 0);
  const session = Object.values(offered.offers)[0]?.session ?? '';
  await ask('simulation.pause', { paused: true });
  await ask('session.ignore', { session, scope: 'thisTime' });
}

describe('the record', () => {
  it('is read by pages, newest first, with filters and names', async () => {
    await story();
    const { records } = await ask('record.page', { filter: { kinds: ['offer', 'ignored'] }, cursor: null, limit: 10 });
    expect(records.map(({ entry }) => entry.kind)).toEqual(['ignored', 'offer']);
    expect(Object.values(records[0]?.names ?? {})).toEqual(['Office 5G']);
    expect((await ask('record.page', { filter: { accessPoint: idOf('Office 5G'), kinds: ['offer'] }, cursor: null, limit: 10 })).records).toHaveLength(1);
    expect((await ask('record.about', null)).accessPoints.map(({ name }) => name)).toContain('Cable');
  });

  it('tells what Handover itself took until now, and counts it once', async () => {
    await ask('manager.updateConfigurations', null);
    await until(({ scans }) => scans.count > 0);
    const first = (await ask('record.about', null)).costs;
    expect(first).toMatchObject({ scans: host.snapshot().state.scans.count, calls: 0 });
    expect(first.processor).toBeGreaterThan(0);
    expect((await ask('record.about', null)).costs.scans).toBe(host.snapshot().state.scans.count);
  });

  it('is exported as JSON lines and CSV, part by part', async () => {
    await story();
    const lines = await ask('record.export', { ...whole, what: 'records', format: 'jsonl', redact: false });
    const kinds = lines.text.trim().split('\n').map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(expect.arrayContaining(['sessionOpened', 'connectivity', 'offer', 'ignored']));
    const csv = await ask('record.export', { ...whole, what: 'records', format: 'csv', redact: false, filter: { kinds: ['offer'] } });
    expect(csv.text.split('\r\n')).toEqual(['time,kind,what,why,access points,program', expect.stringMatching(/,offer,Move from Cable to Office 5G\?,.*internet.*,"Cable, Office 5G",$/) as string, '']);
    let cursor: RecordCursor | null = null;
    expect((await ask('record.export', { ...whole, what: 'records', format: 'csv', redact: false, cursor })).next).toBeNull();
    cursor = { at: 8e15, id: 1 };
    expect((await ask('record.export', { ...whole, what: 'records', format: 'csv', redact: false, cursor })).text).toBe('');
  });

  it('redacted, has no name, id, radio or address of a network in it, and still says what was decided', async () => {
    await story();
    for (const format of ['csv', 'jsonl'] as const) {
      const { text } = await ask('record.export', { ...whole, what: 'records', format, redact: true });
      const { configurations } = host.snapshot().state;
      for (const { id, name, type, accessPoint } of Object.values(configurations)) {
        if (type !== 'internetAccessPoint') continue;
        for (const told of [name, id, ...(accessPoint?.bss.map(({ bssid }) => bssid) ?? [])]) if (told !== '') expect(text).not.toContain(told);
      }
      expect(text).toMatch(/access-point-[0-9a-f]{6}/);
      expect(text).toContain('offer');
    }
  });

  it('is deleted as a whole, or a range of it', async () => {
    await story();
    await expect(ask('record.delete', { from: 5, to: 5 })).rejects.toMatchObject({ code: 'invalidInput' });
    expect((await ask('record.delete', { from: null, to: null })).records).toBeGreaterThan(3);
    expect((await ask('record.page', { filter: { kinds: ['offer'] }, cursor: null, limit: 5 })).records).toEqual([]);
  });

  it('is judged again with other settings', async () => {
    await story();
    const balanced = await ask('record.whatIf', { from: 0, preset: 'balanced', roaming: {} });
    expect([balanced.asked, balanced.wouldAsk]).toEqual([1, 1]);
    const never = await ask('record.whatIf', { from: 0, preset: 'conservative', roaming: { offersADayForPair: 0 } });
    expect([never.asked, never.wouldAsk]).toEqual([1, 0]);
    expect(never.questions[0]).toMatchObject({ asked: true, wouldAsk: false, candidate: idOf('Office 5G') });
  });

  it('is nobody\'s but the user\'s', async () => {
    const client = host.connectClient({ name: 'rsync', pid: 1 });
    await expect(host.request(client, 'record.page', { filter: {}, cursor: null, limit: 1 })).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(host.request(client, 'record.delete', { from: null, to: null })).rejects.toMatchObject({ code: 'notAllowed' });
  });

  it('a pair that is not to be asked about any more stands among the answers, and can be taken back', async () => {
    await ask('roaming.stopOffering', { current: idOf('Cable'), candidate: idOf('Office 5G') });
    const { answers } = await until((state) => state.answers.ignored.length > 0);
    expect(answers.ignored).toMatchObject([{ current: idOf('Cable'), candidate: idOf('Office 5G'), until: null }]);
  });
});

describe('traffic', () => {
  it('is counted for the access point in use, and the same in every span', async () => {
    const stop = host.watch('traffic');
    await until((state) => Object.values(state.sessions).some(({ received }) => received > 0));
    stop();
    const cable = idOf('Cable');
    const sums = await Promise.all((['minute', 'hour', 'day', 'month'] as const).map(async (span) => (await ask('traffic.history', { span, from: 0, to: 8e15 })).rows.filter(({ accessPoint }) => accessPoint === cable).reduce((sum, { received }) => sum + received, 0)));
    expect(sums[0]).toBeGreaterThan(0);
    expect(new Set(sums).size).toBe(1);
    const { text } = await ask('record.export', { ...whole, what: 'traffic', format: 'csv', redact: false });
    expect(text).toMatch(/^time,span,interface,access point,received,sent\r\n/);
    expect(text).toContain(',Cable,');
  });

  it('POL-02: above a cap, sessions are told to leave out what can wait, until it is taken away', async () => {
    const stop = host.watch('traffic');
    const cable = idOf('Cable');
    await ask('cap.set', { about: cable, cap: { period: 'month', startDay: 1, bytes: 1000, warnAt: 0.8 } });
    const reached = await until((state) => state.caps[cable]?.level === 'reached' && Object.values(state.sessions).some(({ usagePolicies }) => usagePolicies === 1));
    expect(reached.caps[cable]?.used).toBeGreaterThanOrEqual(1000);
    await ask('cap.set', { about: cable, cap: null });
    await until((state) => !(cable in state.caps) && Object.values(state.sessions).every(({ usagePolicies }) => usagePolicies === 0));
    stop();
    const kinds = (await ask('record.page', { filter: { kinds: ['cap'] }, cursor: null, limit: 9 })).records.map(({ entry }) => entry.kind === 'cap' && entry.level);
    expect(kinds).toEqual(['within', 'reached']);
    await expect(ask('cap.set', { about: 'nothing', cap: { period: 'day', startDay: 1, bytes: 1, warnAt: 1 } })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('a cap of a service network is about its members of now, and goes and comes back with it', async () => {
    const stop = host.watch('traffic');
    const cable = idOf('Cable');
    await until((state) => Object.values(state.sessions).some(({ received }) => received > 0));
    stop();
    const { id } = await ask('serviceNetwork.save', { id: null, name: 'Desk', members: [idOf('Office 5G')] });
    await ask('cap.set', { about: id, cap: { period: 'month', startDay: 1, bytes: 1, warnAt: 0.8 } });
    expect(host.snapshot().state.caps[id]).toMatchObject({ used: 0, level: 'within' });
    await ask('serviceNetwork.save', { id, name: 'Desk', members: [cable] });
    await until(({ caps }) => caps[id]?.level === 'reached');
    await ask('serviceNetwork.remove', { id });
    await until(({ caps }) => !(id in caps));
    await ask('serviceNetwork.save', { id, name: 'Desk', members: [cable] });
    await until(({ caps }) => caps[id]?.level === 'reached');
  });
});
