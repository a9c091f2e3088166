/**
 * Writes docs/conformance.md from the tests themselves: which statement about sessions, configurations and the manager is
 * shown by which test. `--check` fails when the page is not what the tests say.
 *
 *   node scripts/conformance.mjs [--check]
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs', 'conformance.md');

/** How many statements each area has. */
const areas = {
  ENUM: 8, CFG: 18, MGR: 33, NEW: 13, OPEN: 23, WAIT: 9, CLOSE: 11, STOP: 20, LOSS: 10, PROP: 13, STAT: 5, POL: 3, ROAM: 21, MISC: 6,
};
const titles = {
  ENUM: 'Values', CFG: 'Configurations', MGR: 'The manager', NEW: 'Building a session', OPEN: 'open()', WAIT: 'waitForOpened()', CLOSE: 'close()', STOP: 'stop()',
  LOSS: 'Changes from outside', PROP: 'Properties', STAT: 'Statistics', POL: 'Usage policies', ROAM: 'Roaming', MISC: 'Miscellaneous',
};

/** @type {Record<string, string>} */
const reasons = JSON.parse(readFileSync(join(root, 'docs', 'conformance.reasons.json'), 'utf8'));

/** @returns {Map<string, string[]>} statement → "title (file)" of the tests that name it */
function readTests() {
  const shown = new Map();
  for (const folder of ['app', 'e2e']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(test|spec)\.ts$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      for (const [, quote = '', raw = ''] of readFileSync(file, 'utf8').matchAll(/\b(?:it|test)(?:\.\w+)*\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs)) {
        const title = raw.replaceAll(`\\${quote}`, quote);
        for (const [id] of title.matchAll(/\b[A-Z]{2,5}-\d{2}\b/g)) {
          if (!(id.slice(0, -3) in areas)) continue;
          shown.set(id, [...(shown.get(id) ?? []), `${title.replaceAll('|', '\\|')} (\`${relative(root, file)}\`)`]);
        }
      }
    }
  }
  return shown;
}

function write() {
  const shown = readTests();
  const problems = [];
  const lines = [
    '# Conformance', '',
    'Which statement about the reference\'s behaviour is shown by which test. Written by `node scripts/conformance.mjs` from the tests',
    'themselves; statements without a counterpart here stand with the reason.', '',
  ];
  let tested = 0;
  let all = 0;
  for (const [area, count] of Object.entries(areas)) {
    lines.push(`## ${titles[/** @type {keyof typeof titles} */ (area)]}`, '', '| statement | shown by |', '| --- | --- |');
    for (let number = 1; number <= count; number += 1) {
      const id = `${area}-${String(number).padStart(2, '0')}`;
      const tests = shown.get(id);
      all += 1;
      if (tests) tested += 1;
      if (tests && reasons[id]) problems.push(`${id} has a test and a reason for having none; remove the reason`);
      if (!tests && !reasons[id]) problems.push(`${id} has neither a test nor a reason`);
      lines.push(`| ${id} | ${tests ? tests.join('<br>') : `– ${reasons[id] ?? '**missing**'}`} |`);
    }
    lines.push('');
  }
  lines.splice(5, 0, `${tested} of ${all} statements are shown by tests.`, '');
  return { text: lines.join('\n'), problems };
}

const { text, problems } = write();
if (process.argv.includes('--check')) {
  let now = '';
  try { now = readFileSync(page, 'utf8'); } catch { /* Not written yet. */ }
  if (now !== text) problems.push('docs/conformance.md is not what the tests say; run node scripts/conformance.mjs');
} else {
  writeFileSync(page, text);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
