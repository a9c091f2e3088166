/** Writes docs/scenario.schema.json, the JSON schema of scenario files, from the schema that Handover itself checks them with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './setup/places.mjs';

/** @type {{ module: typeof import('../app/drivers/simulated/json-schema.ts') }} */
const { module } = await runnerImport(join(root, 'app/drivers/simulated/json-schema.ts'), { root, configFile: false, logLevel: 'error' });
writeFileSync(join(root, 'docs/scenario.schema.json'), module.scenarioJsonSchema());
