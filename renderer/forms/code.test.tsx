// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import encodeQr from 'qr';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { quiet } from '../fixtures/states.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';

let shown: Shown;
afterEach(() => { shown.end(); vi.unstubAllGlobals(); });

const pane = (): HTMLElement => screen.getByRole('complementary');
const open = async (): Promise<void> => { shown = await show(quiet()); await act(async () => { shown.view.show({ form: 'code' }); }); };
const paste = async (text: string): Promise<void> => { fireEvent.paste(document, { clipboardData: { files: [], getData: () => text } }); await settled(); };
const sent = (name: string): unknown[] => shown.bridge.requests.filter((each) => each.name === name).map(({ input }) => input);
const field = (label: string): string => within(pane()).getByLabelText<HTMLInputElement>(label).value;

/** What Chromium draws a picture with, here a picture of these modules, eight pixels each, dark ones black. */
function drawing(modules: boolean[][]): void {
  const side = modules.length * 8;
  const data = new Uint8ClampedArray(side * side * 4).map((_, at) => (at % 4 === 3 ? 255 : modules[Math.floor(at / 4 / side / 8)]![Math.floor((at / 4 % side) / 8)] ? 0 : 255));
  vi.stubGlobal('createImageBitmap', async (picture: Blob) => { if (!picture.type.startsWith('image/')) throw new Error('no image'); return { width: side, height: side, close() { /* nothing to free */ } }; });
  vi.stubGlobal('OffscreenCanvas', class { width = side; height = side; getContext() { return { fillRect() { /* white already */ }, drawImage() { /* drawn already */ }, getImageData: () => ({ width: side, height: side, data }) }; } });
}
async function drop(type: string): Promise<void> {
  const picture = new File(['…'], 'code', { type });
  await act(async () => { fireEvent.drop(pane().firstElementChild!, { dataTransfer: { files: [picture], getData: () => '' } }); });
  await act(async () => { await new Promise((resolve) => { setImmediate(resolve); }); });
}

describe('the QR code of a network', () => {
  it('is read from a picture; it is joined when the person says so, with what the code said', async () => {
    await open();
    drawing(encodeQr('WIFI:T:WPA;S:二楼咖啡 2F Coffee;P:espresso42;;', 'raw', { border: 4 }));
    await drop('image/png');
    expect(within(pane()).getByRole('heading').textContent.replace(/[\u2068\u2069]/g, '')).toBe('Connect to 二楼咖啡 2F Coffee');
    expect(field('Password')).toBe('espresso42');
    expect(sent('accessPoint.connect')).toEqual([]);
    shown.bridge.answer = () => ({ result: 'connected', configuration: 'wlan:coffee' });
    fireEvent.click(within(pane()).getByRole('button', { name: 'Connect' }));
    await settled();
    expect(sent('accessPoint.connect')).toMatchObject([{ target: { target: 'accessPoint', accessPoint: 'wlan:coffee' }, credentials: { kind: 'password', password: 'espresso42' } }]);
  });

  it('is told where a picture has none, is none, or means something else', async () => {
    await open();
    drawing(Array.from({ length: 40 }, () => Array.from({ length: 40 }, () => false)));
    await drop('image/png');
    expect(within(pane()).getByRole('alert').textContent).toContain('No QR code was found in it.');
    await drop('text/html');
    expect(within(pane()).getByRole('alert').textContent).toContain('This is not a picture that can be read.');
    drawing(encodeQr('https://example.org/', 'raw', { border: 4 }));
    await drop('image/png');
    expect(within(pane()).getByRole('alert').textContent).toBe('This is not the code of a wireless network.');
  });

  it('of a network that is not in reach is asked for by its name', async () => {
    await open();
    await paste('WIFI:T:SAE;S:Far away;P:secret;;');
    expect(pane().textContent).toContain('Nothing in reach has this name');
    shown.bridge.answer = () => ({ result: 'connected', configuration: 'wlan:far' });
    fireEvent.click(within(pane()).getByRole('button', { name: 'Connect' }));
    await settled();
    expect(sent('accessPoint.connect')).toMatchObject([{ target: { target: 'hidden', ssid: '4661722061776179', security: 'wpa3' }, credentials: { kind: 'password', password: 'secret' } }]);
  });

  it('of another kind of protection than what is in reach does not stand for it', async () => {
    await open();
    await paste('WIFI:T:nopass;S:二楼咖啡 2F Coffee;;');
    expect(pane().textContent).toContain('Nothing in reach has this name');
  });

  it('shows a hostile name harmless', async () => {
    await open();
    await paste('WIFI:T:nopass;S:\u202egnp.\u001b[31m<b>x</b>;;');
    expect(pane().querySelector('b')).toBeNull();
    expect(within(pane()).getByRole('heading').textContent).toContain('RLO');
  });

  it('of the connection in use says so', async () => {
    await open();
    await paste('WIFI:T:WPA;S:Office 5G;P:correct horse;;');
    expect(pane().textContent).toContain('This computer is connected to it.');
    expect(pane().textContent).not.toContain('correct horse');
  });

  it('leaves no password in a store', async () => {
    await open();
    await paste('WIFI:T:WPA;S:二楼咖啡 2F Coffee;P:espresso42;;');
    expect(JSON.stringify([shown.host.getState(), shown.view.getState()])).not.toContain('espresso42');
  });
});
