import { app, type Session, type WebContents } from 'electron';
import { pageOrigin } from './page.ts';

/**
 * Takes from every web page of this program what the window does not need (docs/security.md): leaving its page,
 * opening others, embedding, permissions, downloads, and any request that is not for its own files.
 * Call once the app is ready, before the first window.
 */
export function guard(session: Session): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));

  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwn(details.url) }));
}

function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Developer tools are a page of Chromium's own; a packaged window has none (window.ts). */
const isOwn = (url: string): boolean => url.startsWith(`${pageOrigin}/`) || (!app.isPackaged && url.startsWith('devtools://'));
