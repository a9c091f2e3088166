import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandPath, run } from './command.mjs';
import { withDisplay, withSessionBus } from './display.mjs';

const nothingHere = { PATH: process.env['PATH'] };

describe.skipIf(commandPath('Xvfb') === undefined)('withDisplay', () => {
  const socketOf = (display = '') => `/tmp/.X11-unix/X${display.slice(1)}`;

  it('gives a display that ends with the work', async () => {
    const socket = await withDisplay(async ({ DISPLAY }) => {
      expect(existsSync(socketOf(DISPLAY))).toBe(true);
      return socketOf(DISPLAY);
    }, { env: nothingHere });
    expect(existsSync(socket)).toBe(false);
  });

  it('ends the display when the work fails', async () => {
    let socket = '';
    const failing = withDisplay(async ({ DISPLAY }) => { socket = socketOf(DISPLAY); throw new Error('the work failed'); }, { env: nothingHere });
    await expect(failing).rejects.toThrow('the work failed');
    expect(existsSync(socket)).toBe(false);
  });

  it('gives two at a time two displays', async () => {
    await withDisplay((first) => withDisplay(async (second) => expect(second['DISPLAY']).not.toBe(first['DISPLAY']), { env: nothingHere }), { env: nothingHere });
  });

  it('uses the display that is there', async () => {
    expect(await withDisplay(async ({ DISPLAY }) => DISPLAY, { env: { ...nothingHere, DISPLAY: ':77' } })).toBe(':77');
  });
});

describe.skipIf(commandPath('dbus-daemon') === undefined)('withSessionBus', () => {
  it('gives a bus that starts no services, and ends with the work', async () => {
    const ask = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.ListActivatableNames'];
    const env = await withSessionBus(async (busEnv) => {
      const answer = await run('dbus-send', ask, { env: busEnv });
      expect(answer.stdout.match(/string "(.*)"/g)).toEqual(['string "org.freedesktop.DBus"']);
      return busEnv;
    }, { env: nothingHere });
    expect((await run('dbus-send', ask, { env })).code).not.toBe(0);
    expect(existsSync(env['XDG_RUNTIME_DIR'] ?? '')).toBe(false);
  });
});
