import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { programEvents } from '../contract/programs.ts';
import { socketRequests } from '../contract/socket.ts';
import { errorCodes } from '../contract/wire.ts';
import { defaultLimits } from './limits.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/socket.md'), 'utf8');

it('docs/socket.md names every limit, method of the socket, event and error', () => {
  const words = [...Object.keys(defaultLimits), ...Object.keys(socketRequests), ...Object.keys(programEvents), ...Object.keys(errorCodes), 'session.event', 'state.patch', 'lapsed', 'bye'];
  expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});

it('docs/socket.md says the limits as they are', () => {
  expect(page).toContain(`| \`clients\` | ${defaultLimits.clients} at a time |`);
  expect([defaultLimits.messageSize, defaultLimits.unread, defaultLimits.mostUnread]).toEqual([2 ** 20, 2 ** 20, 8 * 2 ** 20]);
  expect(page).toContain(`| \`sessions\`, \`subscriptions\` | ${defaultLimits.sessions}, ${defaultLimits.subscriptions} of a client |`);
  expect([defaultLimits.requestRate, defaultLimits.malformed, defaultLimits.helloTime, defaultLimits.messageTime, defaultLimits.stalledTime]).toEqual([1000, 100, 5000, 10_000, 30_000]);
});

it.runIf(spawnSync('systemd-analyze', ['--version']).status === 0)('the systemd unit is one that systemd takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handover-unit-'));
  try {
    // Where Handover is not installed its command is no program.
    writeFileSync(join(folder, 'handover.service'), readFileSync(join(root, 'assets/systemd/handover.service'), 'utf8').replace('ExecStart=handover', `ExecStart=${process.execPath}`));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--user', '--man=no', join(folder, 'handover.service')], { encoding: 'utf8', env: { ...process.env, XDG_RUNTIME_DIR: folder } });
    expect([status, stderr]).toEqual([0, '']);
  } finally { rmSync(folder, { recursive: true, force: true }); }
});

it('the systemd unit starts what the command calls the host', () => {
  expect(readFileSync(join(root, 'assets/systemd/handover.service'), 'utf8')).toMatch(/^ExecStart=handover host$/m);
  expect(readFileSync(join(root, 'docs/cli.md'), 'utf8')).toContain('## handover host');
});
