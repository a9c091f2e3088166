import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { createTexts } from '../app/text/index.ts';

vi.mock('electron', () => ({ Menu: {} }));
const { menuTemplate } = await import('./program-menu.ts');

const items = (template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);

test.each(['linux', 'win32', 'darwin'] as const)('on %s it has the platform’s ways: copy and paste, the size of text, out of the window and the program', (platform) => {
  const roles = items(menuTemplate(createTexts('en'), () => {}, platform)).map(({ role }) => role);
  expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'selectAll', 'undo', 'zoomIn', 'zoomOut', 'resetZoom', 'close', 'quit']));
});

test.each(['linux', 'darwin'] as const)('on %s no key is taken twice, and each item has words', (platform) => {
  const all = items(menuTemplate(createTexts('zh'), () => {}, platform)).filter(({ type }) => type !== 'separator');
  const keys = all.flatMap(({ accelerator }) => accelerator ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  expect(all.filter(({ label, role }) => !label && role !== 'services')).toEqual([]);
});

test('leads to pages by the page’s own keys, which it leaves to it', () => {
  const led: string[] = [];
  const all = items(menuTemplate(createTexts('en'), (page) => led.push(page), 'linux'));
  const sessions = all.find(({ id }) => id === 'sessions')!;
  (sessions.click as () => void)();
  expect(led).toEqual(['sessions']);
  expect(sessions).toMatchObject({ label: 'Sessions', accelerator: 'CmdOrCtrl+2', registerAccelerator: false });
});
