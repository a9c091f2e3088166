// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StandingAnswers } from '../../app/contract/answers.ts';
import type { Decision, HostState, Standing } from '../../app/contract/state.ts';
import { quiet } from '../fixtures/states.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';
import { start } from '../fixtures/make.ts';

let shown: Shown;
beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { shown.end(); vi.useRealTimers(); });
const plain = (text: string | null): string => (text ?? '').replace(/[\u2068\u2069]/g, '');
const answers: StandingAnswers = {
  ignored: [{ id: 'i1', current: null, candidate: 'phone', until: null }, { id: 'i2', current: 'cable', candidate: 'office', until: start + 3_600_000 }],
  rules: [{ id: 'r1', current: 'cable', when: 'currentHasNoInternet' }], pins: ['office5'], modes: { 'net-office': 'byItself' },
};
const withAnswers = (): HostState => {
  const state = quiet();
  const office5 = state.configurations.office5!;
  return { ...state, answers, configurations: { ...state.configurations, office5: { ...office5, accessPoint: { ...office5.accessPoint!, pinned: true } } } };
};

describe('your answers', () => {
  const lines = (): string[] => within(screen.getByRole('list', { name: 'Your answers' })).getAllByRole('listitem').map((each) => plain(each.textContent));

  it('are listed in words', async () => {
    shown = await show(withAnswers(), { view: { page: 'settings' } });
    expect(lines()).toEqual(['When Cable has no internet, always migrate.Remove', 'Phone is not offered.Remove', 'Office is not offered on Cable. Until 15:40.Remove', 'Office 5G is pinned.Remove']);
    expect(screen.getByRole('button', { name: /How .*Office.* roams/ }).textContent).toContain('Roam by itself');
  });

  it('are taken back one by one', async () => {
    shown = await show(withAnswers(), { view: { page: 'settings' } });
    for (const name of [/Remove: When/, /Remove: .*Phone/, /Remove: .*pinned/]) fireEvent.click(screen.getByRole('button', { name }));
    await settled();
    expect(shown.bridge.requests.filter(({ name }) => name === 'roaming.forget' || name === 'roaming.pin')).toEqual([
      { name: 'roaming.forget', input: { answer: 'r1' } }, { name: 'roaming.forget', input: { answer: 'i1' } }, { name: 'roaming.pin', input: { accessPoint: 'office5', pinned: false } },
    ]);
  });

  it('none stands: says what would be here', async () => {
    shown = await show(quiet(), { view: { page: 'settings' } });
    expect(screen.getByText(/None stands/)).toBeTruthy();
  });
});

describe('why an access point is offered or not', () => {
  const standing = (accessPoint: string, change: Partial<Standing>): Standing => ({
    accessPoint, inReach: true, kind: 'wifi', order: null, connectivity: 'full', connectivitySince: start, metered: false, security: null, level: null, frequency: null, noise: null, score: {}, ...change });
  const decided = (outcome: Decision['outcome']): HostState => {
    const state = quiet();
    return { ...state, decisions: { 'desktop office': { at: start, session: 'desktop', current: standing('office5', { order: 2, level: -58, score: { level: -58, band: 2 } }), candidate: standing('office', { order: 3, level: -71, score: { level: -71, band: 0 } }), outcome } } };
  };
  const details = (): string => plain(screen.getByRole('complementary').textContent);

  it('is said in words, rule by rule beside the current one, the deciding rule named', async () => {
    shown = await show(decided({ outcome: 'held', reason: { code: 'notBetter', by: 'order' } }), { view: { accessPoint: 'office' } });
    for (const part of ['Why this one', 'It is not better than the current one (decided by: your order).', '−58 dBm + 2 dB', '−71 dBm']) expect(details()).toContain(part);
    expect(screen.getByRole('row', { name: /Your order \(decided\) 3rd 2nd/ })).toBeTruthy();
  });

  it('names what keeps it out', async () => {
    shown = await show(decided({ outcome: 'gated', reason: { code: 'tooWeak', level: -81, threshold: -77 } }), { view: { accessPoint: 'office' } });
    expect(details()).toContain('It is too weak: −81 dBm, below −77 dBm.');
  });

  it('has the pin, which the list shows too', async () => {
    shown = await show(withAnswers(), { view: { accessPoint: 'office5' } });
    expect(screen.getByRole('row', { name: /Office 5G.*pinned/ })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Unpin' }));
    await act(async () => { await vi.advanceTimersByTimeAsync(10); });
    expect(shown.bridge.requests).toContainEqual({ name: 'roaming.pin', input: { accessPoint: 'office5', pinned: false } });
  });
});
