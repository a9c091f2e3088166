/**
 * Sets up what is missing and runs all tests, one step after the other, on to the end whatever fails:
 *
 *   npm test
 *   npm test -- --only unit        only these steps (with commas: unit,lint)
 *   npm test -- --skip wifi        all but these
 *
 * The last line is `N passed, M failed, K skipped` over all steps; types and lint count as one test each.
 */
import { parseArgs } from 'node:util';
import { runAsProgram, seconds, SetUpError } from './setup/say.mjs';
import { setUp } from './setup.mjs';
import { sum, verdict } from './test/reports.mjs';
import { steps } from './test/steps.mjs';

await runAsProgram(async () => {
  const chosen = chooseSteps();
  await setUp({ for: 'test' });
  const state = { buildFailed: false };
  const results = [];
  for (const step of chosen) {
    console.log(`\n=== ${step.name}: ${step.title}`);
    const began = performance.now();
    const counts = await step.run(state).catch((/** @type {unknown} */ error) => {
      console.log(error);
      return { passed: 0, failed: 1, skipped: [] };
    });
    console.log(`--- ${step.name}: ${verdict(counts).line}, in ${seconds(performance.now() - began)}`);
    results.push(counts);
  }
  const all = sum(results);
  tellSkipped(all.skipped);
  if (all.secondTry && all.secondTry.length > 0) console.log(`\nPassed only when tried again:\n${all.secondTry.map((name) => `  ${name}`).join('\n')}`);
  if (all.failures && all.failures.length > 0) console.log(`\nFailed:\n${all.failures.map((name) => `  ${name}`).join('\n')}`);
  const { line, code } = verdict(all);
  console.log(`\n${line}`);
  return code;
});

function chooseSteps() {
  const names = steps.map(({ name }) => name);
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, skip: { type: 'string', multiple: true } } });
  const asked = (/** @type {string[] | undefined} */ lists) => lists?.flatMap((list) => list.split(','));
  const only = asked(values.only);
  const skip = asked(values.skip) ?? [];
  const unknown = [...only ?? [], ...skip].filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new SetUpError(`There is no step ${unknown.join(', ')}. The steps are ${names.join(', ')}.`);
  const left = steps.filter(({ name }) => (only === undefined || only.includes(name)) && !skip.includes(name));
  // What is tested in Electron is what is built now, not what was built some time ago.
  const needsBuild = left.some(({ name }) => name === 'e2e' || name === 'labs') && !skip.includes('build');
  return steps.filter((step) => left.includes(step) || (needsBuild && step.name === 'build'));
}

/** @param {import('./test/reports.mjs').Skipped[]} skipped */
function tellSkipped(skipped) {
  if (skipped.length === 0) return;
  console.log('\nSkipped:');
  for (const { name, reason } of skipped) console.log(`  ${name}: ${reason}`);
}
