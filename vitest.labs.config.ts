import { defineConfig } from 'vitest/config';

/** Tests on real network managers in network namespaces: one laboratory at a time, and none in a hurry. */
export default defineConfig({
  test: {
    name: 'labs',
    environment: 'node',
    include: ['e2e/labs/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
