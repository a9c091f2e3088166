/**
 * Measures Handover against its peers:
 *
 *   npm run bench -- P1          one benchmark
 *   npm run bench                all of them
 *   npm run bench -- P4 --seconds=60    for a shorter time than the budget says (P4, P6): to see that it works, no figure to keep
 *
 * Each prints a table for people and then one line of JSON on stdout. What is slow is said, never failed for: the exit
 * code is other than 0 only when something could not be measured or was not done right while it was measured.
 */
import { checkNodeVersion } from '../scripts/setup/node-version.mjs';
import { ensureNodePackages } from '../scripts/setup/node-packages.mjs';
import { runAsProgram, say, SetUpError } from '../scripts/setup/say.mjs';
import { machine } from './shared/machine.mjs';

/** @typedef {import('./shared/result.mjs').Result} Result */

/** @type {Record<string, { title: string, load: () => Promise<{ measure: (options: { seconds?: number }) => Promise<Result> }> }>} */
const benchmarks = {
  P1: { title: 'open() and close() on an active configuration', load: () => import('./p1/open-close.mjs') },
  P2: { title: 'start of the NetworkManager driver to the complete list', load: () => import('./p2/start-up.mjs') },
  P3: { title: 'a link changes: the event of a session on it', load: () => import('./p3/link-change.mjs') },
  P4: { title: 'idle, the window hidden', load: () => import('./p4/idle.mjs') },
  P5: { title: 'roams over two real links while traffic runs', load: () => import('./p5/roams.mjs') },
  P8: { title: 'a journal with a million records', load: () => import('./p8/record.mjs') },
  P6: { title: '5,000 networks in the list, all changing', load: () => import('./p6/crowd.mjs') },
  P7: { title: 'start to a list of 300 access points', load: () => import('./p7/start.mjs') },
  P9: { title: 'requests over the socket', load: () => import('./p9/socket.mjs') },
  P10: { title: 'one change in a world ten times the size', load: () => import('./p10/growth.mjs') },
  P11: { title: 'the packaged program: disk, start, memory', load: () => import('./p11/packaged.mjs') },
};

await runAsProgram(async () => {
  const options = optionsOf(process.argv.slice(2));
  const asked = process.argv.slice(2).filter((id) => !id.startsWith('--')).map((id) => id.toUpperCase());
  const unknown = asked.filter((id) => !(id in benchmarks));
  if (unknown.length > 0) throw new SetUpError(`There is no benchmark ${unknown.join(', ')}. There are ${Object.keys(benchmarks).join(', ')}.`);
  checkNodeVersion();
  await ensureNodePackages();
  say(machine());
  let failures = 0;
  for (const [id, { title, load }] of Object.entries(benchmarks)) {
    if (asked.length > 0 && !asked.includes(id)) continue;
    console.log(`\n${id}: ${title}\n`);
    try {
      const { measure } = await load();
      const { table, ...line } = await measure(options);
      console.log(`${table}\n`);
      console.log(JSON.stringify(line));
    } catch (error) {
      failures += 1;
      say(`${id} could not be measured. ${error instanceof SetUpError ? error.message : String(error instanceof Error ? error.stack : error)}`);
    }
  }
  return failures === 0 ? 0 : 1;
});

/** @param {readonly string[]} args */
function optionsOf(args) {
  const [given] = args.filter((one) => one.startsWith('--'));
  if (given === undefined) return {};
  const seconds = Number(/^--seconds=(\d+)$/.exec(given)?.[1]);
  if (!(seconds >= 1)) throw new SetUpError(`${given} is not known. A shorter time is given as --seconds=60.`);
  return { seconds };
}
