#!/usr/bin/env node
/** `npx handover` in a clone: builds what changed, then runs the built command. Where there is nothing to build with, it is built. */
import { existsSync } from 'node:fs';

if (existsSync(new URL('./build.mjs', import.meta.url))) {
  const { checkNodeVersion } = await import('./setup/node-version.mjs');
  const { ensureNodePackages } = await import('./setup/node-packages.mjs');
  checkNodeVersion();
  await ensureNodePackages();
  const { buildCommand } = await import('./build.mjs');
  await buildCommand();
}
await import(new URL('../out/cli/handover.js', import.meta.url).href);
