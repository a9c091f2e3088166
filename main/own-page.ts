import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { pageOrigin } from './page.ts';

/** Thrown at a sender that has no business here; it learns nothing else. */
export class ForeignSenderError extends Error {
  override name = 'ForeignSenderError';
  constructor() { super('This page may not speak to Handover.'); }
}

/** Our own window's main frame, at our own origin: what another window, a frame inside, or a page gone elsewhere is not. */
export function isOwnPage(event: Pick<IpcMainEvent | IpcMainInvokeEvent, 'senderFrame'>, window: Pick<BrowserWindow, 'isDestroyed' | 'webContents'>): boolean {
  const frame = event.senderFrame;
  return frame !== null && !window.isDestroyed() && frame === window.webContents.mainFrame && frame.origin === pageOrigin;
}
