// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JournalRecord, RecordAbout } from '../../app/contract/record.ts';
import type { Standing } from '../../app/contract/state.ts';
import { start } from '../fixtures/make.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';
import { quiet } from '../fixtures/states.ts';
import { ActivityPage } from './ActivityPage.tsx';
import { kindGroups } from './records.ts';

let shown: Shown;
beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { shown.end(); vi.useRealTimers(); });
const plain = (text: string | null | undefined): string => (text ?? '').replace(/[\u2068\u2069]/g, '');

const standing = (accessPoint: string, change: Partial<Standing> = {}): Standing => ({
  accessPoint, inReach: true, kind: 'wifi', order: null, connectivity: 'full', connectivitySince: start, metered: false, security: 'wpa2', level: -58, noise: null, frequency: 5220, score: { level: -58, band: 2 }, ...change });
const names = { cable: 'Cable', office5: 'Office 5G', gone: 'Old home' };
const records: JournalRecord[] = [
  { id: 4, at: start - 60_000, names, entry: { kind: 'trialEnded', trial: 't', session: 's', from: 'cable', to: 'office5', end: { code: 'accepted' }, tests: [] } },
  { id: 3, at: start - 90_000, names, entry: { kind: 'decision', decision: { at: start, session: 's', current: standing('cable', { kind: 'wired', level: null, connectivity: 'none', score: {} }), candidate: standing('office5'), outcome: { outcome: 'held', reason: { code: 'inCallOrStream', packetsPerSecond: 48 } } } } },
  { id: 2, at: start - 120_000, names, entry: { kind: 'sessionClosed', session: 's', client: 'rsync', configuration: 'gone', accessPoint: 'gone', error: null, received: 5_900_000, sent: 200_000 } },
];
const about: RecordAbout = { clients: ['rsync'], accessPoints: [{ id: 'gone', name: 'Old home' }], path: '/data/journal.sqlite', isKept: true, bytes: 3_200_000, oldest: start - 86_400_000, costs: { processor: 12_000, scans: 14, calls: 320 } };
const question = { at: start - 3_600_000, current: 'cable', candidate: 'office5', reason: { code: 'currentHasNoInternet' as const, since: start - 3_620_000 }, currentStanding: standing('cable'), candidateStanding: standing('office5'), asked: true, wouldAsk: false };

async function open(answers: Record<string, unknown> = {}): Promise<Shown> {
  shown = await show(quiet(), { what: <ActivityPage />, answer: (name) => ({
    'record.page': { records, next: null }, 'record.about': about, 'record.whatIf': { asked: 9, wouldAsk: 2, questions: [question] }, 'program.saveExport': { path: '/home/me/record.csv' }, 'record.delete': { records: 3 }, ...answers,
  } as Record<string, unknown>)[name] ?? null });
  await settled();
  return shown;
}
const asked = (name: string) => shown.bridge.requests.filter((each) => each.name === name).map(({ input }) => input as Record<string, unknown>);

describe('Activity', () => {
  it('tells what happened and why, with what things are called now, and were called where they have gone', async () => {
    await open();
    const lines = within(screen.getByRole('list')).getAllByRole('listitem').map((each) => plain(each.textContent));
    expect(lines[0]).toContain('Moved from Cable to Office 5G');
    expect(lines[1]).toMatch(/Office 5G was not offered.*48 packets/);
    expect(lines[2]).toContain('The session of rsync on Old home was closed5.9 MB received, 200 kB sent.');
  });

  it('unfolds what was weighed', async () => {
    await open();
    expect(screen.queryByRole('table')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: /^Why: .*was not offered/ }));
    expect(plain(screen.getByRole('table').textContent)).toContain('−58 dBm');
  });

  it('undoes a move while one is still there: goes back, and asks no more about the pair', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await settled();
    expect(asked('roaming.stopOffering')).toEqual([{ current: 'cable', candidate: 'office5' }]);
    expect(asked('session.roamTo')).toEqual([{ session: 'desktop', configuration: 'cable' }]);
    // Where the trial is that it takes.
    expect(shown.view.getState()).toMatchObject({ page: 'accessPoints', accessPoint: 'cable' });
  });

  it('is filtered by kind, by what it is about, and by a name', async () => {
    await open();
    fireEvent.click(screen.getByRole('radio', { name: 'Sessions' }));
    await settled();
    expect((asked('record.page').at(-1)!['filter'] as { kinds: string[] }).kinds).toEqual(kindGroups.sessions);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: ' office ' } });
    await settled();
    expect(asked('record.page').at(-1)!['filter']).toMatchObject({ text: 'office' });
  });

  it('says that there is nothing, and that it could not be read', async () => {
    await open({ 'record.page': { records: [], next: null } });
    expect(screen.getByText('Nothing like this is recorded.')).toBeTruthy();
    shown.bridge.answer = () => { throw Object.assign(new Error(), { code: 'failed', message: '' }); };
    fireEvent.click(screen.getByRole('radio', { name: 'Failures' }));
    await settled();
    expect(screen.getByRole('alert').textContent).toContain('could not be read');
  });

  it('leaves out what other entries tell', async () => {
    const decision = { at: start, session: 's', current: standing('cable'), candidate: standing('office5') };
    const told: JournalRecord[] = [
      { id: 9, at: start, names, entry: { kind: 'decision', decision: { ...decision, outcome: { outcome: 'held', reason: { code: 'trialRunning' } } } } },
      { id: 8, at: start, names, entry: { kind: 'offerEnded', offer: 'o', session: 's', current: 'cable', candidate: 'office5', end: { code: 'accepted' } } },
      { id: 7, at: start, names, entry: { kind: 'decision', decision: { ...decision, outcome: { outcome: 'offered', reason: { code: 'currentHasNoInternet', since: start } } } } },
      { id: 6, at: start, names, entry: { kind: 'connectivity', accessPoint: 'office5', interface: 'wlp3s0', connectivity: 'unknown' } },
      { id: 5, at: start, names, entry: { kind: 'offerEnded', offer: 'o', session: 's', current: 'cable', candidate: 'office5', end: { code: 'lapsed' } } },
    ];
    await open({ 'record.page': { records: told, next: null } });
    expect(within(screen.getByRole('list')).getAllByRole('listitem').map((each) => plain(each.textContent))).toEqual([expect.stringContaining('The question about Office 5G ended')]);
  });

  it('takes in what is new without moving what is being read', async () => {
    await open();
    const fresh = { id: 5, at: start, names, entry: { kind: 'linkUp' as const, accessPoint: 'office5', byHandover: true } };
    shown.bridge.answer = (name) => (name === 'record.page' ? { records: [fresh, ...records], next: null } : null);
    const place = screen.getByRole('group', { name: 'Activity' });
    place.scrollTop = 300;
    await act(async () => { await vi.advanceTimersByTimeAsync(2100); });
    expect(within(screen.getByRole('list')).getAllByRole('listitem')).toHaveLength(3);
    fireEvent.click(screen.getByRole('button', { name: 'One new entry' }));
    expect(within(screen.getByRole('list')).getAllByRole('listitem')).toHaveLength(4);
  });

  it('says what Handover itself took', async () => {
    await open();
    expect(plain(screen.getByRole('contentinfo', { hidden: true }).textContent)).toContain('12 s of processor time; scans asked for: 14; calls to the system: 320.');
  });

  it('says how often one was asked, and how often with other settings, with the list', async () => {
    await open();
    const section = screen.getByRole('region', { name: 'What if' });
    expect(plain(section.textContent)).toContain('You were asked 9 times this week. With “Conservative” it would have been 2 times.');
    fireEvent.click(within(section).getByRole('button', { name: 'Try other limits' }));
    expect(plain(section.textContent)).toContain('would not have been asked');
    fireEvent.click(within(section).getByRole('button', { name: /^Use/ }));
    await settled();
    expect(asked('settings.change')).toEqual([{ roamingPreset: 'conservative' }]);
  });

  it('saves what is shown where the user says, with the filter, redacted if wanted', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Export…' }));
    fireEvent.click(screen.getByRole('checkbox'));
    fireEvent.click(screen.getByRole('radio', { name: 'JSON lines' }));
    await act(async () => { fireEvent.click(screen.getByRole('button', { name: 'Save as…' })); });
    await settled();
    expect(asked('program.saveExport')).toMatchObject([{ what: 'records', format: 'jsonl', redact: true, language: 'en', filter: { kinds: kindGroups.all } }]);
    expect(screen.getByText('Saved: /home/me/record.csv')).toBeTruthy();
  });

  it('deletes what the user chose, after asking', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Delete…' }));
    expect(asked('record.delete')).toEqual([]);
    expect(asked('record.whatIf')).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    await settled();
    // What is said of the record is asked for anew.
    expect([asked('record.whatIf').length, asked('record.about').length]).toEqual([2, 2]);
    expect(asked('record.delete')).toMatchObject([{ to: null }]);
  });
});
