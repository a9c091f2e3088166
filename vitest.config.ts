import { defineConfig } from 'vitest/config';

/** Tests beside the code. The laboratories have a configuration of their own: vitest.labs.config.ts. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          retry: process.env['CI'] ? 1 : 0,
          environment: 'node',
          include: ['{app,main,preload,cli,scripts}/**/*.test.{ts,tsx,mjs}', 'e2e/support/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
