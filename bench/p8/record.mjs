/** P8: a journal with a million records: append beside SQLite alone, a page of the timeline, a month of traffic by access point. */
import { bundle } from '../shared/bundle.mjs';
import { contestant } from '../shared/contestant.mjs';
import { median, result, tableOf } from '../shared/result.mjs';

const usual = 1_000_000;
const goals = { append: 2, page: 10, month: 50 };
const rounds = 30;
const pages = [
  ['newest', 'page of 50, the newest'], ['middle', '… from the middle'], ['accessPoint', '… of one access point, from the middle'], ['client', '… of one program'],
  ['name', '… found by part of a name'], ['both', '… of one access point, one program and one kind'],
];

/** @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure() {
  const wanted = Number(process.env['HANDOVER_P8_RECORDS'] ?? usual);
  const { file, remove } = await bundle('bench/p8/journal.ts');
  const journal = contestant(process.execPath, [file]);
  try {
    const { records } = await journal.ask(`make ${wanted}`);
    /** @type {{ ours: number[], raw: number[] }} */
    const append = { ours: [], raw: [] };
    for (let round = -5; round < rounds; round += 1) {
      const [ours, raw] = [(await journal.ask('append')).time, (await journal.ask('raw')).time];
      if (round >= 0) { append.ours.push(ours); append.raw.push(raw); }
    }
    const timed = async (/** @type {string} */ word) => {
      const taken = [];
      for (let round = 0; round < rounds; round += 1) {
        const { time, rows } = await journal.ask(word);
        if (rows === 0) throw new Error(`"${word}" found nothing.`);
        taken.push(time);
      }
      return median(taken.slice(5));
    };
    const [ours, peer] = [median(append.ours), median(append.raw)];
    const rows = [['1,000 records appended', ours, `SQLite alone: ${peer.toPrecision(3)}; ratio ≤ ${goals.append}`]];
    for (const [word = '', inWords = ''] of pages) rows.push([inWords, await timed(`page ${word}`), `≤ ${goals.page} ms`]);
    rows.push(['a month of traffic by access point and day', await timed('month'), `≤ ${goals.month} ms`]);
    await journal.ask('end');
    const table = tableOf([`ms, in a journal with ${records.toLocaleString('en')} records`, 'median', 'goal'], rows);
    return result({ id: 'P8', unit: 'ms', ours, peer, goal: goals.append, table: `${table}\n\nThe line below is of appending.` });
  } finally {
    await journal.end();
    await remove();
  }
}
