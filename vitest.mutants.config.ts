import { defineConfig } from 'vitest/config';

/** The core's tests for the mutation run: short model tests, as each mutant runs them again. */
export default defineConfig({
  test: {
    name: 'mutants',
    environment: 'node',
    // One worker reads the core once for all its runs: most of a mutant's time would go into reading it anew.
    isolate: false,
    include: ['app/core/**/*.test.ts'],
    // Its subject is the replay command, which the mutants leave alone.
    exclude: ['app/core/roaming/replay/parse-trace.test.ts'],
    env: { HANDOVER_RUNS: process.env['HANDOVER_RUNS'] ?? '25', HANDOVER_SEED: process.env['HANDOVER_SEED'] ?? '1' },
  },
});
