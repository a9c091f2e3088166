// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
async function open(): Promise<Shown> {
  const state = quiet();
  const interfaces = { ...state.interfaces, tun0: { ...state.interfaces['wlp3s0']!, id: 'tun0', name: 'tun0', kind: 'vpn' as const } };
  const caps = { phone: { cap: { period: 'month' as const, startDay: 1, bytes: 5_000_000_000, warnAt: 0.9 }, used: 4_600_000_000, from: start, until: start + 1, level: 'warned' as const } };
  shown = await show({ ...state, interfaces, caps }, { what: <TrafficRecord />, answer: (name) => (name === 'traffic.history' ? { rows, names: {} } : null) });
  await settled();
  return shown;
}
const asked = (name: string) => shown.bridge.requests.filter((each) => each.name === name).map(({ input }) => input as Record<string, unknown>);

describe('the history of traffic', () => {
  it('is told in words and as a table, without what goes over another interface too', async () => {
    await open();
    expect(screen.getByText(/^In the last hour: 18 MB received, 2.0 MB sent; most at/)).toBeTruthy();
    const table = screen.getAllByRole('table', { hidden: true })[0]!;
    expect(within(table).getAllByRole('row', { hidden: true })).toHaveLength(61);
  });

  it('is shared out among access points, with their caps', async () => {
    await open();
    const lines = within(screen.getByRole('table', { name: /by access point/ })).getAllByRole('row').slice(1).map((each) => plain(each.textContent));
    expect(lines).toEqual([expect.stringMatching(/^Cable15 MB1.0 MB80 %/), expect.stringMatching(/^Office 5G3.0 MB1.0 MB20 %/), expect.stringMatching(/^Phone4.6 GB of 5.0 GB this month: nearly used up0 B0 B0 %/)]);
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
    fireEvent.change(screen.getByRole('textbox', { name: /First day of the month/ }), { target: { value: '15' } });
    await act(async () => { fireEvent.click(screen.getByRole('button', { name: 'Set cap' })); });
    await settled();
    expect(asked('cap.set')).toEqual([{ about: 'cable', cap: { period: 'month', startDay: 15, bytes: 2_500_000_000, warnAt: 0.8 } }]);
  });
});
