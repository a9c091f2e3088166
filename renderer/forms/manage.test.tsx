// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Profile } from '../../app/contract/management.ts';
import { noRadios, quiet } from '../fixtures/states.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';
import type { PaneForm } from '../store/view-store.ts';

let shown: Shown;
afterEach(() => { shown.end(); });

const pane = (): HTMLElement => screen.getByRole('complementary');
const press = async (name: string, where = pane()): Promise<void> => { fireEvent.click(within(where).getByRole('button', { name })); await settled(); };
const type = (label: string, value: string): void => { fireEvent.change(within(pane()).getByLabelText(label), { target: { value } }); };
const open = async (form: PaneForm, answer: (name: string) => unknown = () => null): Promise<void> => {
  shown = await show(quiet());
  shown.bridge.answer = answer;
  await act(async () => { shown.view.show(form); });
  await screen.findByRole('button', { name: 'Close without saving' }, { timeout: 10_000 });
  await settled();
};
const sent = (name: string): unknown[] => shown.bridge.requests.filter((each) => each.name === name).map(({ input }) => input);

const automatic = { method: 'automatic', addresses: [], gateway: null, nameServers: [], automaticNameServers: true, routeMetric: null } as const;
const profile: Profile = {
  name: 'Office 5G', autoconnect: true, priority: 0, metered: 'automatic', hidden: false, hardwareAddress: 'default', proxy: { method: 'none', url: null },
  ipv4: { ...automatic, method: 'manual', addresses: [{ address: '10.20.4.117', prefix: 24 }], gateway: '10.20.4.1', nameServers: [] }, ipv6: { ...automatic, addresses: [], nameServers: [] },
};

describe('what is stored', () => {
  const edit: PaneForm = { form: 'profile', accessPoint: 'office5' };
  const answer = (name: string): unknown => (name === 'accessPoint.profile' ? profile : null);

  it('is changed by what was changed alone', async () => {
    await open(edit, answer);
    type('Name', 'Desk');
    type('Addresses with prefix', '10.20.4.118/24, 10.20.4.119/25');
    await press('Save');
    expect(sent('accessPoint.change')).toEqual([{ accessPoint: 'office5', change: { name: 'Desk', ipv4: { ...profile.ipv4, addresses: [{ address: '10.20.4.118', prefix: 24 }, { address: '10.20.4.119', prefix: 25 }] } } }]);
    expect(shown.view.getState().pane).toBeNull();
  });

  it.each([['Addresses with prefix', '10.20.4.300/24', 'Such as 192.168.1.20/24'], ['Priority', '12a', 'A whole number'], ['Name', ' ', 'Fill this in.']])('is not saved with a wrong "%s"', async (label, value, says) => {
    await open(edit, answer);
    type(label, value);
    await press('Save');
    expect(within(pane()).getByRole('alert').textContent).toContain(says);
    expect(sent('accessPoint.change')).toEqual([]);
  });

  it('says why it cannot be read', async () => {
    await open(edit, () => { throw { code: 'notAllowed', message: 'The system does not let you see this.' }; });
    expect(within(pane()).getByRole('alert').textContent).toContain('does not let you see this');
  });

  it('is forgotten, and brought back', async () => {
    shown = await show(quiet(), { view: { accessPoint: 'office' } });
    shown.bridge.answer = (name) => (name === 'accessPoint.forget' ? { undo: 'undo-1' } : null);
    await press('More about \u2068Office\u2069');
    fireEvent.click(screen.getByRole('menuitem', { name: 'Forget' }));
    await settled();
    const line = screen.getAllByRole('status').find((one) => one.textContent.includes('was forgotten'))!;
    await press('Undo', line);
    expect([sent('accessPoint.forget'), sent('accessPoint.restore')]).toEqual([[{ accessPoint: 'office' }], [{ undo: 'undo-1' }]]);
    expect(screen.queryByText(/was forgotten/)).toBeNull();
  });
});

describe('a QR to share', () => {
  it('is asked for when it is opened, and kept nowhere', async () => {
    await open({ form: 'share', accessPoint: 'office5' }, () => ({ text: 'WIFI:T:WPA;S:Office 5G;P:correct horse;;' }));
    expect(within(pane()).getByRole('img', { name: 'QR code that joins \u2068Office 5G\u2069' }).querySelector('path')?.getAttribute('d')).toMatch(/^M4 4h1v1h-1z/);
    expect(JSON.stringify([shown.host.getState(), shown.view.getState()]) + document.body.textContent).not.toContain('correct horse');
    await press('Close');
    expect(within(pane()).queryByRole('img', { name: /QR/ })).toBeNull();
  });
});

describe('a nickname', () => {
  it('is given, and taken back with nothing', async () => {
    await open({ form: 'nickname', accessPoint: 'office5' });
    type('Nickname', 'Upstairs');
    await press('Save');
    await act(async () => { shown.view.show({ form: 'nickname', accessPoint: 'office5' }); });
    await press('Save');
    expect(sent('accessPoint.nickname')).toEqual([{ accessPoint: 'office5', nickname: 'Upstairs' }, { accessPoint: 'office5', nickname: null }]);
  });

  it('stands in the place of the network’s name, which is shown beside it', async () => {
    shown = await show(quiet(), { view: { accessPoint: 'office5' } });
    act(() => shown.bridge.patch({ configurations: { set: { office5: { ...shown.bridge.state.configurations.office5!, nickname: 'Upstairs' } } } }));
    expect(within(pane()).getByRole('heading', { level: 3 }).textContent).toBe('Upstairs');
    expect(within(pane()).getByText('Office 5G')).toBeTruthy();
  });
});

describe('a service network', () => {
  it('is made from what is stored', async () => {
    await open({ form: 'network', network: null }, () => ({ id: 'network:new' }));
    await press('Save');
    expect(within(pane()).getAllByRole('alert').map(({ textContent }) => textContent)).toEqual(['Fill this in.', 'Choose at least one access point.']);
    type('Name', 'Travel');
    for (const name of ['Home', 'Phone']) {
      await press('Choose… Add a member');
      fireEvent.click(screen.getByRole('option', { name }));
      await settled();
    }
    await press('Save');
    expect(sent('serviceNetwork.save')).toEqual([{ id: null, name: 'Travel', members: ['home', 'phone'] }]);
  });

  it('is ordered by keys', async () => {
    await open({ form: 'network', network: 'net-office' }, () => ({ id: 'net-office' }));
    const lines = within(pane()).getAllByRole('row');
    fireEvent.keyDown(within(lines[2]!).getAllByRole('button')[0]!, { key: 'ArrowUp', altKey: true });
    await settled();
    await press('Save');
    expect(sent('serviceNetwork.save')).toEqual([{ id: 'net-office', name: 'Office', members: ['cable', 'office', 'office5', 'phone'] }]);
  });

  it('is removed, and brought back', async () => {
    await open({ form: 'network', network: 'net-office' }, (name) => (name === 'serviceNetwork.save' ? { id: 'net-office' } : null));
    await press('Remove');
    await press('Undo', screen.getAllByRole('status').find((one) => one.textContent.includes('was removed')));
    expect(sent('serviceNetwork.remove')).toEqual([{ id: 'net-office' }]);
    expect(sent('serviceNetwork.save')).toMatchObject([{ id: 'net-office', members: ['cable', 'office5', 'office', 'phone'] }]);
  });

  it('of all that is stored has an order, and nothing else to change', async () => {
    await open({ form: 'network', network: 'network:all' });
    expect(within(pane()).queryByLabelText('Name')).toBeNull();
    await press('Save');
    expect(sent('serviceNetwork.order')).toEqual([{ members: quiet().configurations['network:all']!.members }]);
  });
});

describe('radios', () => {
  it('are switched, all at once by airplane mode', async () => {
    shown = await show(quiet());
    await press('Radios and hotspot', document.body);
    fireEvent.click(screen.getByRole('switch', { name: 'Wi-Fi' }));
    fireEvent.click(screen.getByRole('switch', { name: 'Airplane mode' }));
    await settled();
    expect([sent('radio.set'), sent('radio.airplane')]).toEqual([[{ radio: 'wifi', on: false }], [{ on: true }]]);
  });

  it('say why they cannot be', async () => {
    shown = await show(noRadios());
    await press('Wi-Fi is off', document.body);
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getByRole<HTMLInputElement>('switch', { name: 'Wi-Fi' }).disabled).toBe(true);
    expect(dialog.textContent).toContain('The rules of this system do not allow it.');
    expect(dialog.textContent).toContain('can offer a hotspot');
  });
});

describe('a hotspot', () => {
  it('is started with a name and a password that others can type', async () => {
    await open({ form: 'hotspot' });
    type('Network name', 'My desk');
    type('Password', 'short');
    await press('Start');
    expect(within(pane()).getByRole('alert').textContent).toBe('8 to 63 characters.');
    type('Password', 'long enough');
    await press('Start');
    expect(sent('hotspot.start')).toEqual([{ interface: 'wlp3s0', name: 'My desk', password: 'long enough', band: 'automatic' }]);
  });
});
