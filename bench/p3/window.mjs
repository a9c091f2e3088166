/** Handover's own window in P3: when the row of an access point has been painted in a new state. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/setup/places.mjs';
import { startElectron } from '../shared/electron-page.mjs';

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} accessPoint its id
 * @param {string} name what it is searched for by, so that its row is in sight
 */
export async function openWindow(env, accessPoint, name) {
  const data = await mkdtemp(join(tmpdir(), 'handover-p3-window-'));
  const program = startElectron([root, '--driver=networkmanager', `--data-folder=${data}`], env);
  const end = async () => { await program.end(); await rm(data, { recursive: true, force: true }); };
  try {
    const page = await program.page();
    const row = `row-${encodeURIComponent(accessPoint)}`;
    await page.locator('.search input').fill(name);
    await page.locator(`[id="${row}"]`).waitFor();
    return {
      end,
      /** When it has been painted as connected, or as not; ms since the epoch. @param {'connected' | 'disconnected'} state @returns {Promise<number>} */
      next: (state) => page.evaluate(painted, { row, state }),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** In the page. @param {{ row: string, state: string }} wanted @returns {Promise<number>} */
function painted({ row, state }) {
  const isSo = () => {
    const says = document.getElementById(row)?.getAttribute('aria-label') ?? '';
    return state === 'connected' ? /\bConnected\b/.test(says) : says !== '' && !/\b(?:Connected|Connecting|Disconnecting)\b/.test(says);
  };
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => resolve(performance.timeOrigin + performance.now()));
    port1.start();
    const observer = new MutationObserver(() => {
      if (!isSo()) return;
      observer.disconnect();
      // After the next frame has been made.
      requestAnimationFrame(() => port2.postMessage(null));
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });
  });
}
