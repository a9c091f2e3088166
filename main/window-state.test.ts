import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { isReachable, recallWindow, rememberWindow } from './window-state.ts';

const log = { error(what: string) { throw new Error(what); } };
const place = { x: 10, y: 20, width: 1000, height: 700, maximized: false, theme: 'dark' as const, toldOfTray: false };
const screen = { x: 0, y: 0, width: 1600, height: 1000 };

test('what was remembered is recalled', () => {
  const folder = temporaryFolder();
  rememberWindow(folder, place, log);
  expect(recallWindow(folder)).toEqual(place);
});

test.each(['', '{', '{"x":1}', '{"x":0,"y":0,"width":-5,"height":7,"maximized":false,"theme":"dark"}'])('a file that makes no sense (%j) is as none', (content) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'window.json'), content);
  expect(recallWindow(folder)).toBeNull();
});

test('a folder that cannot be written to costs the place, not the program', () => {
  const said: string[] = [];
  // A file stands where the folder should be.
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  rememberWindow(file, place, { error: (what) => said.push(what) });
  expect(said).toEqual(['The window could not remember its place']);
});

test.each([
  ['inside', { x: 100, y: 100 }, true],
  ['on a screen that has gone', { x: 2000, y: 100 }, false],
  ['with its title bar above the screen', { x: 100, y: -200 }, false],
  ['with a corner to take hold of', { x: 1500, y: 900 }, true],
  ['with too little to take hold of', { x: 1550, y: 900 }, false],
])('a window %s', (_where, at, reachable) => {
  expect(isReachable({ ...at, width: 1000, height: 700 }, [screen])).toBe(reachable);
});
