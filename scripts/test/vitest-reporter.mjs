/** A reporter for vitest that leaves its counts, and why tests were skipped, in the file named by HANDOVER_TEST_REPORT. */
import { writeFileSync } from 'node:fs';
import { firstLine } from './reports.mjs';

export default class CountingReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {import('./reports.mjs').Counts} */
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [], secondTry: [], failures: [] };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') {
          counts.passed++;
          if (test.diagnostic()?.flaky === true) counts.secondTry?.push(test.fullName);
        } else if (result.state === 'failed') {
          counts.failed++;
          counts.failures?.push(`${test.fullName}: ${firstLine(result.errors[0]?.message)}`);
        } else counts.skipped.push({ name: test.fullName, reason: (result.state === 'skipped' ? result.note : undefined) ?? 'the test gives no reason' });
      }
      // A file or group that failed outside its tests, by an import for example, has no test to say so.
      const failedGroups = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
      counts.failed += module.errors().length + failedGroups.length;
      for (const group of [module, ...failedGroups]) for (const { message } of group.errors()) counts.failures?.push(`${module.relativeModuleId}: ${firstLine(message)}`);
    }
    const file = process.env['HANDOVER_TEST_REPORT'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
  }
}
