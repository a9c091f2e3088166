import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The built child of the wifi driver, and the plain Node.js that runs it. */
export interface HelperProgram { script: string; node: { program: string; env: NodeJS.ProcessEnv } }

/**
 * An installed program carries a Node.js of its own beside it (docs/decisions/0016), since Electron's may not run as one. In development
 * Electron may, and where this runs under plain Node.js already, that is the one.
 */
export function helperProgram(resources: string | undefined = (process as { resourcesPath?: string }).resourcesPath): HelperProgram {
  const lib = resources === undefined ? '' : join(resources, 'lib');
  const own = join(lib, process.platform === 'win32' ? 'node.exe' : 'node');
  if (lib !== '' && existsSync(own)) return { script: join(lib, 'wifi', 'child.js'), node: { program: own, env: {} } };
  const script = join(import.meta.dirname, '..', 'wifi', 'child.js');
  return { script, node: { program: process.execPath, env: process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' } } };
}
