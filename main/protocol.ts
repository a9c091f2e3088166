import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { answer, pageOrigin } from './page.ts';

/** The scheme's rights; call before the app is ready. */
export function registerScheme(): void {
  const { protocol: scheme } = new URL(pageOrigin);
  protocol.registerSchemesAsPrivileged([{ scheme: scheme.slice(0, -1), privileges: { standard: true, secure: true, codeCache: true } }]);
}

/**
 * Serves the built renderer in `folder` under handover://app/. Call once the app is ready.
 *
 * @returns resolves when the first file has been given out
 */
export function servePage(folder: string): Promise<void> {
  return new Promise((resolve) => {
    protocol.handle(new URL(pageOrigin).protocol.slice(0, -1), async (request) => {
      const response = await answer(request, { folder, read: readFile });
      setImmediate(resolve);
      return response;
    });
  });
}
