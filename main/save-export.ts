import { open, rename, rm } from 'node:fs/promises';
import { RequestError, type RequestInput } from '../app/contract/contract.ts';
import type { RecordCursor } from '../app/contract/record.ts';
import type { HostAccess } from '../app/host/host.ts';

/** Writes what a host has kept to a file, part by part: beside the place first, so that there is a whole file or none. */
export async function saveExport(host: HostAccess, wanted: Omit<RequestInput<'record.export'>, 'cursor'>, path: string): Promise<void> {
  const unfinished = `${path}.part`;
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      for (let cursor: RecordCursor | null | undefined = null; cursor !== undefined;) {
        const { text, next }: { text: string; next: RecordCursor | null } = await host.request(host.desktop, 'record.export', { ...wanted, cursor });
        await file.write(text);
        cursor = next ?? undefined;
      }
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => { /* what cannot be written cannot be removed either */ });
    if (error instanceof RequestError) throw error;
    throw new RequestError('failed', `${path} could not be written: ${error instanceof Error ? error.message : String(error)}. Choose another place.`);
  }
}
