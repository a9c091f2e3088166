// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JournalRecord } from '../../app/contract/record.ts';
import { start } from '../fixtures/make.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';
import { quiet } from '../fixtures/states.ts';
import { TrafficRecord } from './TrafficRecord.tsx';

let shown: Shown;
beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { shown.end(); vi.useRealTimers(); });
const plain = (text: string | null | undefined): string => (text ?? '').replace(/[\u2068\u2069]/g, '');

const minute = Math.floor(start / 60_000) * 60_000;
const rows = [
  { start: minute - 60_000, interface: 'wlp3s0', accessPoint: 'office5', received: 3_000_000, sent: 1_000_000 },
  { start: minute, interface: 'enp0s31f6', accessPoint: 'cable', received: 15_000_000, sent: 1_000_000 },
  { start: minute, interface: 'tun0', accessPoint: 'vpn', received: 9_000_000, sent: 0 },
];
const move = { kind: 'trialEnded' as const, trial: 't', session: 'desktop', from: 'cable', to: 'office5', end: { code: 'accepted' as const }, tests: [] };
const moves: JournalRecord[] = [
  { id: 3, at: minute - 50_000, names: {}, entry: move },
  { id: 2, at: minute - 55_000, names: {}, entry: { ...move, end: { code: 'rejected' } } },
  { id: 1, at: minute - 120_000, names: { gone: 'Old home' }, entry: { kind: 'followed', session: 'desktop', from: 'cable', to: 'gone' } },
];
async function open(): Promise<Shown> {
  const state = quiet();
  const interfaces = { ...state.interfaces, tun0: { ...state.interfaces['wlp3s0']!, id: 'tun0', name: 'tun0', kind: 'vpn' as const } };
  const caps = { phone: { cap: { period: 'month' as const, startDay: 1, bytes: 5_000_000_000, warnAt: 0.9 }, used: 4_600_000_000, from: start, until: start + 1, level: 'warned' as const } };
  shown = await show({ ...state, interfaces, caps }, { what: <TrafficRecord />, answer: (name) => ({ 'traffic.history': { rows, names: {} }, 'record.page': { records: moves, next: null } } as Record<string, unknown>)[name] ?? null });
  await settled();
  return shown;
}
const asked = (name: string) => shown.bridge.requests.filter((each) => each.name === name).map(({ input }) => input as Record<string, unknown>);

describe('the history of traffic', () => {
  it('is told in words and as a table, without what goes over another interface too', async () => {
    await open();
    expect(screen.getByText(/^In the last hour: 18 MB received, 2.0 MB sent; most: /)).toBeTruthy();
    const table = screen.getAllByRole('table', { hidden: true })[0]!;
    expect(within(table).getAllByRole('row', { hidden: true })).toHaveLength(61);
  });

  it('is shared out among access points, with their caps', async () => {
    await open();
    const lines = within(screen.getByRole('table', { name: /by access point/ })).getAllByRole('row').slice(1).map((each) => plain(each.textContent));
    expect(lines).toEqual([expect.stringMatching(/^Cable15 MB1.0 MB80 %/), expect.stringMatching(/^Office 5G3.0 MB1.0 MB20 %/), expect.stringMatching(/^Phone4.6 GB of 5.0 GB this month: nearly used up0 B0 B0 %/)]);
  });

  it('says where one moved, in the summary, in the table and at its place on the chart', async () => {
    await open();
    expect(plain(screen.getByText(/^In the last hour: /).textContent)).toMatch(/2 moves, the latest: to Old home \(\d\d:\d\d\), to Office 5G \(\d\d:\d\d\)\.$/);
    const cells = within(screen.getAllByRole('table', { hidden: true })[0]!).getAllByRole('row', { hidden: true }).map((each) => plain(each.lastElementChild?.textContent));
    expect(cells.filter(Boolean)).toEqual(['Moves', 'moved to Old home', 'moved to Office 5G']);
    const chart = screen.getByRole('img', { name: /One move|moves, the latest/ });
    fireEvent.keyDown(chart, { key: 'ArrowLeft' });
    expect(plain(chart.parentElement?.querySelector('figcaption')?.textContent)).toMatch(/: 3.0 MB received, 1.0 MB sent; moved to Office 5G$/);
  });

  it('goes as far back as is wanted', async () => {
    await open();
    fireEvent.click(screen.getByRole('radio', { name: 'Month' }));
    await settled();
    expect(asked('traffic.history').at(-1)).toMatchObject({ span: 'day' });
  });

  it('lets a cap be set, and says what is wrong with one', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: /Data cap of .*Cable/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Set cap' }));
    expect(screen.getByRole('alert').textContent).toContain('above 0');
    fireEvent.change(screen.getByRole('textbox', { name: /Gigabytes/ }), { target: { value: '2,5' } });
    fireEvent.change(screen.getByRole('textbox', { name: /First day, 1 to 31/ }), { target: { value: '15' } });
    await act(async () => { fireEvent.click(screen.getByRole('button', { name: 'Set cap' })); });
    await settled();
    expect(asked('cap.set')).toEqual([{ about: 'cable', cap: { period: 'month', startDay: 15, bytes: 2_500_000_000, warnAt: 0.8 } }]);
  });

  it('lets a service network have a cap: its members together', async () => {
    await open();
    const table = screen.getByRole('table', { name: /by service network/ });
    const lines = within(table).getAllByRole('row').slice(1).map((each) => plain(each.textContent));
    expect(lines).toEqual([expect.stringMatching(/^Office18 MB2.0 MB100 %/), expect.stringMatching(/^Known networks18 MB2.0 MB100 %/)]);
    fireEvent.click(within(table).getByRole('button', { name: /Data cap of .*Office/ }));
    fireEvent.change(screen.getByRole('textbox', { name: /Gigabytes/ }), { target: { value: '20' } });
    await act(async () => { fireEvent.click(screen.getByRole('button', { name: 'Set cap' })); });
    await settled();
    expect(asked('cap.set')).toMatchObject([{ about: 'net-office', cap: { bytes: 20_000_000_000 } }]);
    const cap = { period: 'month' as const, startDay: 1, bytes: 20_000_000_000, warnAt: 0.8 };
    await act(async () => { shown.bridge.patch({ values: { caps: { 'net-office': { cap, used: 20_500_000_000, from: start, until: start + 1, level: 'reached' } } } }); });
    expect(plain(within(table).getAllByRole('row')[1]?.textContent)).toContain('20.5 GB of 20.0 GB this month: reached');
  });
});
