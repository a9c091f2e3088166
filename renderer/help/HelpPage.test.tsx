// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { quiet, wifiOff } from '../fixtures/states.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';
import { shortcuts } from './HelpPage.tsx';

let shown: Shown;
afterEach(() => { shown.end(); });
const page = (): string => shown.view.getState().page;

describe('help', () => {
  it('is there on "?", with every shortcut', async () => {
    shown = await show(quiet());
    fireEvent.keyDown(window, { key: '?', shiftKey: true });
    await settled();
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Help');
    expect([...document.querySelectorAll('kbd')].map(({ textContent }) => textContent)).toEqual(shortcuts.flatMap(({ lines }) => lines.flatMap(({ keys }) => keys.map((key) => key.replace('Mod', 'Ctrl')))));
  });

  it.each([['2', 'sessions'], ['3', 'traffic'], [',', 'settings'], ['1', 'accessPoints']])('says rightly where Ctrl and %s lead', async (key, wanted) => {
    shown = await show(quiet(), { view: { page: 'help' } });
    fireEvent.keyDown(window, { key, ctrlKey: true });
    expect(page()).toBe(wanted);
  });

  it('leaves keys alone that are typed into a field', async () => {
    shown = await show(quiet());
    const field = screen.getByRole('searchbox');
    field.focus();
    fireEvent.keyDown(field, { key: '?' });
    expect(page()).toBe('accessPoints');
  });

  it('has F5 scan', async () => {
    shown = await show(quiet());
    fireEvent.keyDown(window, { key: 'F5' });
    await settled();
    expect(shown.bridge.requests).toEqual([{ name: 'manager.updateConfigurations', input: null }]);
  });
});

describe('a list with nothing in it', () => {
  it('says that Wi-Fi is off, and turns it on', async () => {
    shown = await show(wifiOff());
    fireEvent.click(screen.getByRole('button', { name: 'Turn Wi-Fi on' }));
    await settled();
    expect(shown.bridge.requests).toEqual([{ name: 'radio.set', input: { radio: 'wifi', on: true } }]);
  });
});
