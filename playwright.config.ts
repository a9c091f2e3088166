import { defineConfig } from '@playwright/test';

/** The real Electron. One at a time: each is a whole program, and the tests look at times. */
export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  timeout: 60_000,
  // A machine that is shared with others may stall for seconds; what needed the second try is named in the result.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  projects: [
    // A folder each: a run clears its own first, and the pictures of one are not the other's to clear.
    { name: 'e2e', testMatch: '*.spec.ts', testIgnore: 'labs/**', outputDir: 'test-results/e2e' },
    { name: 'labs', testMatch: 'labs/**/*.spec.ts', outputDir: 'test-results/labs' },
  ],
});
