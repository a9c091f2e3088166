// @vitest-environment happy-dom
import { act, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { currentAccessPoint } from '../../app/contract/reading.ts';
import { quiet } from '../fixtures/states.ts';
import { show, type Shown } from '../fixtures/render.tsx';

let shown: Shown;
afterEach(() => { shown.end(); });

describe('details of the current connection', () => {
  it('have hardware address, MTU, metric, portal and DHCP, each with a button that copies it', async () => {
    const state = quiet();
    const id = state.configurations[currentAccessPoint(state)!]!.accessPoint!.link!.interface;
    shown = await show(state);
    const device = { ...state.interfaces[id]!, hardwareAddress: '02:00:00:00:00:07', mtu: 1420, routeMetric: 605, portal: 'http://check.test/', dhcp: { domain_name: 'office\u202e.test' } };
    act(() => shown.bridge.patch({ interfaces: { set: { [id]: device } } }));
    for (const what of ['Hardware 02:00:00:00:00:07', 'MTU 1420', 'Metric 605', 'Sign-in page http://check.test/']) expect(screen.getByRole('button', { name: `Copy ${what}` })).toBeTruthy();
    expect(screen.getByText('1 value from DHCP')).toBeTruthy();
    // A server may send marks that turn the text around: they are made visible.
    expect(document.querySelector('.details details dd .cut')?.textContent).not.toContain('\u202e');
    expect(document.querySelector('.details details')?.textContent).toContain('domain_name');
  });

  it('say how far the signal is above the noise where that is known', async () => {
    const state = quiet();
    const current = state.configurations[currentAccessPoint(state)!]!;
    shown = await show({ ...state, configurations: { ...state.configurations, [current.id]: { ...current, accessPoint: { ...current.accessPoint!, level: -58, noise: -95 } } } });
    expect(screen.getByText('37 dB above the noise')).toBeTruthy();
  });

  it('are left out where the platform does not tell them', async () => {
    shown = await show(quiet());
    expect([screen.queryByText('MTU'), screen.queryByText('Signal')]).toEqual([null, null]);
    expect(document.querySelector('.details details')).toBeNull();
  });
});
