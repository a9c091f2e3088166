import { defineConfig } from 'vitest/config';

/** The core's tests for the mutation run: short model tests, as each mutant runs them again. */
export default defineConfig({
  test: {
    name: 'mutants',
    environment: 'node',
    include: ['app/core/**/*.test.ts'],
    // The properties of the engine replay whole traces: too slow to run for every mutant.
    exclude: ['app/core/roaming/properties.test.ts', 'app/core/roaming/replay/**'],
    env: { HANDOVER_RUNS: '25', HANDOVER_SEED: '1' },
  },
});
