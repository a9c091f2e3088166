/** What the test tools tell about a run, brought to one form. */
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {{ name: string, reason: string }} Skipped
 * @typedef {{ passed: number, failed: number, skipped: Skipped[], secondTry?: string[], failures?: string[] }} Counts `secondTry`: passed only when tried again;
 * `failures`: which failed, and why in a line
 */

/** The first line of an error, without colours. @param {string | undefined} message */
export const firstLine = (message) => stripVTControlCharacters(message ?? '').split('\n').find((line) => line.trim() !== '')?.slice(0, 200) ?? 'no reason given';


/** @param {Counts[]} all @returns {Counts} */
export function sum(all) {
  return {
    passed: all.reduce((total, { passed }) => total + passed, 0),
    failed: all.reduce((total, { failed }) => total + failed, 0),
    skipped: all.flatMap(({ skipped }) => skipped),
    secondTry: all.flatMap(({ secondTry = [] }) => secondTry),
    failures: all.flatMap(({ failures = [] }) => failures),
  };
}

/**
 * The part of Playwright's JSON report that is used.
 *
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ title: string, tests: { status: string, annotations: { type: string, description?: string }[], results?: { error?: { message?: string } }[] }[] }[]} [specs]
 * @typedef {{ suites: PlaywrightSuite[], errors: unknown[] }} PlaywrightReport
 */

/**
 * A test that passed only when it was tried again (continuous integration tries once more: its machines are shared)
 * counts as passed, and is named.
 *
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function countPlaywright({ suites, errors }) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: errors.length, skipped: [], secondTry: [], failures: [] };
  for (const { title, tests } of suites.flatMap(specsOf)) {
    for (const { status, annotations, results = [] } of tests) {
      if (status === 'expected') counts.passed++;
      else if (status === 'flaky') {
        counts.passed++;
        counts.secondTry?.push(title);
      }
      else if (status === 'skipped') {
        const note = annotations.find(({ type }) => type === 'skip' || type === 'fixme');
        counts.skipped.push({ name: title, reason: note?.description ?? 'the test gives no reason' });
      } else {
        counts.failed++;
        counts.failures?.push(`${title}: ${firstLine(results.at(-1)?.error?.message)}`);
      }
    }
  }
  return counts;
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {NonNullable<PlaywrightSuite['specs']>}
 */
function specsOf({ suites = [], specs = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/**
 * What a step stands for when its tool ended without the expected report, or in contradiction to it: never a success.
 *
 * @param {Counts | undefined} counts
 * @param {number} code the tool's exit code
 * @returns {Counts}
 */
export function believed(counts, code) {
  if (counts === undefined) return { passed: 0, failed: 1, skipped: [] };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * The closing line of a whole run, and its exit code. Nothing executed is a failure: a run that tests nothing shows nothing.
 *
 * @param {Counts} counts
 */
export function verdict({ passed, failed, skipped }) {
  return {
    line: `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
    code: failed === 0 && passed > 0 ? 0 : 1,
  };
}
