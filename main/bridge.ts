import { ipcMain, type BrowserWindow } from 'electron';
import type { MenuPage } from '../app/contract/program.ts';
import type { StatePatch } from '../app/contract/state-patch.ts';
import type { HostAccess } from '../app/host/host.ts';
import { ForeignSenderError, isOwnPage } from './own-page.ts';

/** What the window may watch (Host.watch). */
const watchable = ['accessPoints', 'traffic'] as const;
type Watchable = (typeof watchable)[number];

/**
 * Puts the host on IPC for the one window (design 6): requests of the contract in, patches out. Payloads cross as
 * JSON strings, because copying objects through the context bridge is what costs. The host may still be opening:
 * requests wait for it, and tell its failure when it has none to offer.
 */
export function bridge(window: BrowserWindow, opening: Promise<HostAccess>, answer: (name: unknown, inputJson: unknown) => Promise<string>): void {
  const patches = new PatchSender(window);
  const watches = new Watches(window, opening);

  ipcMain.handle('handover:request', async (event, name: unknown, inputJson: unknown) => {
    if (!isOwnPage(event, window)) throw new ForeignSenderError();
    return answer(name, inputJson);
  });
  ipcMain.on('handover:watch', (event, what: unknown, on: unknown) => {
    const known = watchable.find((one) => one === what);
    if (isOwnPage(event, window) && known && typeof on === 'boolean') watches.want(known, on);
  });
  opening.then((host) => host.on('state.patch', (patch) => patches.push(patch)), () => { /* every request tells it */ });
}

/** Leads the page to one of its views, as the program's menu asks. */
export const leadTo = (window: BrowserWindow, page: MenuPage): void => window.webContents.send('handover:go', page);

const isSeen = (window: BrowserWindow): boolean => !window.isDestroyed() && window.isVisible() && !window.isMinimized();

/**
 * No patch goes to a window that nobody sees. When it is seen again, the last one kept back is sent: either nothing
 * else was missed and it fits, or its number shows the page that it needs a snapshot.
 */
class PatchSender {
  private keptBack: StatePatch | null = null;

  constructor(private readonly window: BrowserWindow) {
    const seen = () => { if (this.keptBack && isSeen(this.window)) this.push(this.keptBack); };
    window.on('show', seen);
    window.on('restore', seen);
  }

  push(patch: StatePatch): void {
    if (!isSeen(this.window)) { this.keptBack = patch; return; }
    this.keptBack = null;
    this.window.webContents.send('handover:patch', JSON.stringify(patch));
  }
}

/** What the page wants watched, and is watched while the window is seen. */
class Watches {
  private readonly wanted = new Set<Watchable>();
  private readonly held = new Map<Watchable, () => void>();
  private host: HostAccess | null = null;

  constructor(private readonly window: BrowserWindow, opening: Promise<HostAccess>) {
    opening.then((host) => { this.host = host; this.settle(); }, () => { /* nothing to watch */ });
    for (const change of ['show', 'restore', 'hide', 'minimize', 'closed'] as const) window.on(change as 'show', () => this.settle());
    // A page that is loaded anew starts with no wishes, and one that died has none.
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => { if (isMainFrame && !isSameDocument) this.forget(); });
    window.webContents.on('render-process-gone', () => this.forget());
  }

  want(what: Watchable, on: boolean): void {
    if (on) this.wanted.add(what); else this.wanted.delete(what);
    this.settle();
  }

  private forget(): void {
    this.wanted.clear();
    this.settle();
  }

  private settle(): void {
    const seen = isSeen(this.window);
    for (const what of watchable) {
      const due = seen && this.wanted.has(what);
      if (due && !this.held.has(what) && this.host) this.held.set(what, this.host.watch(what));
      if (!due && this.held.has(what)) { this.held.get(what)?.(); this.held.delete(what); }
    }
  }
}
