import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHost, type Host } from '../../app/host/index.ts';
import { answer } from '../shared/answering.ts';

/**
 * Ours in P3: a host on the bus of the environment, with a session on an access point, which is not open: its state follows
 * the link, whoever brings it up. Words: "watch <access point>", answered with how many access points are listed; "next
 * <state>", answered with when the session's event told that state (ms since the epoch, with fractions); "stop".
 */
const folder = mkdtempSync(join(tmpdir(), 'handover-p3-'));
let host: Host;
let session = '';
/** Events that nobody has asked for yet. */
const told: { state: string; at: number }[] = [];
let look = (): void => undefined;

async function watch(accessPoint: string): Promise<{ listed: number }> {
  host = await openHost({ dataFolder: folder, driver: 'auto' });
  ({ session } = await host.request(host.desktop, 'session.create', { configuration: accessPoint }));
  host.on('session.event', ({ session: of, event }) => {
    if (of !== session || event.event !== 'stateChanged') return;
    told.push({ state: event.state, at: performance.timeOrigin + performance.now() });
    look();
  });
  return { listed: Object.values(host.snapshot().state.configurations).filter((each) => each.accessPoint).length };
}

async function next(state: string): Promise<{ at: number }> {
  for (;;) {
    const index = told.findIndex((each) => each.state === state);
    if (index >= 0) return { at: told.splice(0, index + 1).at(-1)?.at ?? 0 };
    await new Promise<void>((resolve) => { look = resolve; });
  }
}

await answer(async (word) => {
  const [command = '', rest = ''] = word.split(' ');
  switch (command) {
    case 'watch': return watch(rest);
    case 'next': return next(rest);
    case 'stop':
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
      return {};
    default: throw new Error(`There is no word ${word}.`);
  }
});
