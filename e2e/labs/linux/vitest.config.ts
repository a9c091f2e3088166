import { defineConfig } from 'vitest/config';

/** Run by in-namespace.mjs and by nobody else: these tests make and break links. */
export default defineConfig({ test: { environment: 'node', include: ['e2e/labs/linux/inside/*.ts'], fileParallelism: false, testTimeout: 20_000 } });
