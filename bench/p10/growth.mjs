/** P10: what one change costs the core in a world of 10,000 access points and 2,000 sessions, against a tenth of it. */
import { bundle } from '../shared/bundle.mjs';
import { contestant } from '../shared/contestant.mjs';
import { median, result, tableOf } from '../shared/result.mjs';

const parts = { small: 20, large: 200 };
const goal = 1.5;
const batches = 40;
const warmUpBatches = 10;
/** A batch is as many rounds as take about this long in the larger world, so that short costs are not lost in noise. */
const batchLasts = 4e6;
const changesInRound = 10;

/** What the budget is about. @type {[change: string, inWords: string][]} */
const budgeted = [
  ['levelOfSeen', 'level of an access point that is only seen'],
  ['levelOfStored', 'level of a stored access point'],
  ['linkOfSeen', 'link state of an access point that is only seen'],
  ['linkOfStored', 'link state of a stored access point'],
  ['connectivity', 'connectivity of an interface in use by 9 sessions'],
  ['openClose', 'open() and close() on an access point'],
  ['openCloseNetwork', 'open() and close() on a service network'],
];
/** What else changes, for information. @type {[change: string, inWords: string][]} */
const others = [
  ['counters', 'counters of an interface in use by 9 sessions'],
  ['sessionComesAndGoes', 'session made and disposed of'],
  ['seenComesAndGoes', 'seen access point appears or disappears'],
  ['storedComesAndGoes', 'stored access point appears or disappears'],
  ['openCloseBuiltIn', 'open() and close() on the built-in network'],
  ['connectivityOfMany', 'connectivity of the interface with a tenth of all sessions'],
];

/** @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure() {
  const { file, remove } = await bundle('bench/p10/core.ts');
  const small = contestant(process.execPath, [file]);
  const large = contestant(process.execPath, [file]);
  try {
    const sizes = [await small.ask(`make ${parts.small}`), await large.ask(`make ${parts.large}`)];
    const measured = async (/** @type {[string, string][]} */ changes) => {
      const rows = [];
      for (const [change, inWords] of changes) rows.push({ inWords, ...await compare(change, small, large) });
      return rows;
    };
    const rows = await measured(budgeted);
    const information = await measured(others);
    const worst = rows.reduce((a, b) => (b.large / b.small > a.large / a.small ? b : a));
    const head = ['µs for one change', ...sizes.map(({ accessPoints, sessions }) => `${accessPoints} access points, ${sessions} sessions`), 'ratio'];
    const table = tableOf(head, [...rows, ...information].map((row) => [row.inWords, row.small, row.large, row.large / row.small]));
    return result({ id: 'P10', unit: 'us', ours: worst.large, peer: worst.small, goal, table: `${table}\n\nProcessor time. The line below is of the worst of the first ${rows.length}: ${worst.inWords}.` });
  } finally {
    await Promise.all([small.end(), large.end()]);
    await remove();
  }
}

/**
 * @param {string} change
 * @param {import('../shared/contestant.mjs').Contestant} small
 * @param {import('../shared/contestant.mjs').Contestant} large
 * @returns {Promise<{ small: number, large: number }>} µs of the processor, medians: what other programs do in the meantime does not count
 */
async function compare(change, small, large) {
  const { time } = await large.ask(`${change} 2`);
  const rounds = Math.max(1, Math.round(batchLasts / (time * changesInRound)));
  const taken = { small: /** @type {number[]} */ ([]), large: /** @type {number[]} */ ([]) };
  for (let batch = -warmUpBatches; batch < batches; batch += 1) {
    const answers = { small: await small.ask(`${change} ${rounds}`), large: await large.ask(`${change} ${rounds}`) };
    if (batch < 0) continue;
    taken.small.push(answers.small.time / 1000);
    taken.large.push(answers.large.time / 1000);
  }
  return { small: median(taken.small), large: median(taken.large) };
}
