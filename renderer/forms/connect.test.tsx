// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostState } from '../../app/contract/state.ts';
import { notConnected, quiet, secretWanted } from '../fixtures/states.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';
import type { PaneForm } from '../store/view-store.ts';

let shown: Shown;
afterEach(() => { shown.end(); });

const pane = (): HTMLElement => screen.getByRole('complementary');
const type = (label: string, value: string): void => { fireEvent.change(within(pane()).getByLabelText(label), { target: { value } }); };
const press = async (name: string): Promise<void> => { fireEvent.click(within(pane()).getByRole('button', { name })); await settled(); };
const open = async (state: HostState, form: PaneForm): Promise<void> => { shown = await show(state); await act(async () => { shown.view.show(form); }); };
const sent = (name: string): unknown[] => shown.bridge.requests.filter((each) => each.name === name).map(({ input }) => input);
const coffee: PaneForm = { form: 'connect', accessPoint: 'wlan:coffee' };
const failed = (code: string) => ({ result: 'failed', failure: { code, detail: 'no' } });

describe('joining a network', () => {
  it('is asked for where the network is not stored, and begins in the password’s field', async () => {
    shown = await show(quiet(), { view: { accessPoint: 'wlan:coffee' } });
    await press('Connect…');
    expect(document.activeElement).toBe(within(pane()).getByLabelText('Password'));
  });

  it('sends what was filled in, and shows what is joined', async () => {
    await open(quiet(), coffee);
    shown.bridge.answer = () => ({ result: 'connected', configuration: 'office' });
    type('Password', 'espresso42');
    await press('Connect');
    expect(sent('accessPoint.connect')).toEqual([{ target: { target: 'accessPoint', accessPoint: 'wlan:coffee' }, credentials: { kind: 'password', password: 'espresso42' }, interface: null, hardwareAddress: 'default' }]);
    expect(shown.view.getState()).toMatchObject({ pane: null, accessPoint: 'office' });
  });

  it('keeps no secret in a store, and none in the page once it is closed', async () => {
    await open(quiet(), coffee);
    type('Password', 'espresso42');
    expect(JSON.stringify([shown.host.getState(), shown.view.getState()])).not.toContain('espresso42');
    fireEvent.keyDown(within(pane()).getByLabelText('Password'), { key: 'Escape' });
    await settled();
    await act(async () => { shown.view.show(coffee); });
    expect(within(pane()).getByLabelText<HTMLInputElement>('Password').value).toBe('');
  });

  it('tells a password of the wrong form before it is tried', async () => {
    await open(quiet(), coffee);
    type('Password', 'short');
    await press('Connect');
    expect(within(pane()).getByRole('alert').textContent).toBe('8 to 63 characters, or 64 hexadecimal digits.');
    expect(sent('accessPoint.connect')).toEqual([]);
  });

  it('asks again, at the field, when it was wrong', async () => {
    await open(quiet(), coffee);
    shown.bridge.answer = () => failed('wrongSecret');
    type('Password', 'espresso43');
    await press('Connect');
    const field = within(pane()).getByLabelText('Password');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(field.getAttribute('aria-describedby')!)!.textContent).toContain('not accepted');
    expect(document.activeElement).toBe(field);
  });

  it('says why it failed where it was asked for, with a way on', async () => {
    await open(quiet(), coffee);
    shown.bridge.answer = () => failed('noAddress');
    type('Password', 'espresso42');
    await press('Connect');
    expect(within(pane()).getByRole('alert').textContent).toContain('No address was given. The link is up, but the network hands out no address.');
  });

  it('can be given up while it connects', async () => {
    await open(quiet(), coffee);
    const ends: ((outcome: unknown) => void)[] = [];
    shown.bridge.answer = (name) => (name === 'accessPoint.connect' ? new Promise((resolve) => { ends.push(resolve); }) : null);
    type('Password', 'espresso42');
    await press('Connect');
    expect(within(pane()).getByLabelText('Password').closest('fieldset')!.disabled).toBe(true);
    await press('Give up');
    expect(sent('accessPoint.cancelConnect')).toEqual([null]);
    await act(async () => { ends[0]!(failed('cancelled')); });
    await settled();
    expect(within(pane()).getByText('Given up. Nothing was changed.')).toBeTruthy();
  });

  it('shows the password only when that is wanted', async () => {
    await open(quiet(), coffee);
    const field = within(pane()).getByLabelText<HTMLInputElement>('Password');
    expect(field.type).toBe('password');
    await press('Show');
    expect(field.type).toBe('text');
  });

  it('warns of an open network, and connects it without a password', async () => {
    await open(quiet(), { form: 'connect', accessPoint: 'wlan:meeting' });
    shown.bridge.answer = () => failed('failed');
    expect(pane().textContent).toContain('Not encrypted');
    await press('Connect');
    expect(sent('accessPoint.connect')).toMatchObject([{ credentials: { kind: 'none' } }]);
  });

  it('stays while the access point changes its id', async () => {
    await open(quiet(), coffee);
    type('Password', 'espresso42');
    act(() => shown.bridge.patch({ configurations: { removed: ['wlan:coffee'] } }));
    expect(within(pane()).getByLabelText<HTMLInputElement>('Password').value).toBe('espresso42');
  });

  it('is offered again where a stored one’s password was wrong', async () => {
    shown = await show(notConnected());
    const row = screen.getAllByRole('row').find((one) => one.dataset.row === 'office')!;
    fireEvent.click(within(row).getByRole('button', { name: 'Enter password' }));
    await settled();
    expect(within(pane()).getByRole('alert').textContent).toContain('not accepted');
  });
});

describe('a hidden network', () => {
  it('is named by its bytes', async () => {
    await open(quiet(), { form: 'hidden' });
    shown.bridge.answer = () => failed('notFound');
    type('Network name', 'Büro');
    type('Password', 'correct horse');
    await press('Connect');
    expect(sent('accessPoint.connect')).toMatchObject([{ target: { target: 'hidden', ssid: '42c3bc726f', security: 'wpa2' } }]);
  });

  it('has a name of 32 bytes at most', async () => {
    await open(quiet(), { form: 'hidden' });
    type('Network name', '咖啡咖啡咖啡咖啡咖啡咖');
    type('Password', 'correct horse');
    await press('Connect');
    expect(within(pane()).getByRole('alert').textContent).toBe('A name has 1 to 32 bytes; this one has 33.');
  });
});

describe('802.1X', () => {
  const eduroam: PaneForm = { form: 'connect', accessPoint: 'wlan:eduroam' };

  it('takes a server that proves nothing only when the user says so', async () => {
    await open(quiet(), eduroam);
    shown.bridge.answer = () => failed('failed');
    type('User name', 'ada');
    type('Password', 'secret');
    await press('Connect');
    expect(within(pane()).getByRole('alert').textContent).toContain('whole path');
    await press('A certificate that I have The server proves itself by');
    fireEvent.click(screen.getByRole('option', { name: 'Nothing' }));
    await press('Connect');
    expect(within(pane()).getByRole('alert').textContent).toContain('Say so above');
    fireEvent.click(within(pane()).getByRole('checkbox'));
    await press('Connect');
    expect(sent('accessPoint.connect')).toMatchObject([{ credentials: { kind: 'passwordEap', method: 'peap', inner: 'mschapv2', identity: 'ada', anonymousIdentity: null, password: 'secret', authority: { check: 'none', userAcceptsRisk: true } } }]);
  });
});

describe('a secret that the platform waits for', () => {
  it('is told on every page, and given to the platform alone', async () => {
    shown = await show(secretWanted(), { view: { page: 'settings' } });
    const banner = screen.getAllByRole('status').find((one) => one.textContent.includes('needs a password'))!;
    fireEvent.click(within(banner).getByRole('button', { name: 'Enter it' }));
    await settled();
    expect(within(pane()).getByRole('alert').textContent).toBe('The one before was not accepted.');
    type('Password', 'correct horse');
    await press('Go on');
    expect(sent('secret.give')).toEqual([{ request: 'secret-1', secret: 'correct horse' }]);
    act(() => shown.bridge.patch({ secretRequests: { removed: ['secret-1'] } }));
    expect(within(pane()).queryByLabelText('Password')).toBeNull();
  });

  it('can be refused', async () => {
    await open(secretWanted(), { form: 'secret', request: 'secret-1' });
    await press('Do not connect');
    expect(sent('secret.refuse')).toEqual([{ request: 'secret-1' }]);
  });
});
