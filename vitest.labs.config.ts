import { defineConfig } from 'vitest/config';

/** Tests on real network managers in network namespaces: one laboratory at a time, and none in a hurry. */
export default defineConfig({
  test: {
    name: 'labs',
    environment: 'node',
    include: ['e2e/labs/**/*.test.ts'],
    fileParallelism: false,
    // As in playwright.config.ts: tried once more where the machine is shared, and named.
    retry: process.env['CI'] ? 1 : 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
