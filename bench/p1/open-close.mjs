/** P1: open() and close() on an active configuration, the session core alone, against PySide2's QNetworkSession. */
import { bundle } from '../shared/bundle.mjs';
import { contestant } from '../shared/contestant.mjs';
import { least, median, result, tableOf } from '../shared/result.mjs';
import { ensureQt, qtSession } from './qt.mjs';

/** Short batches taking turns. Compared by processor time, so that what else the machine does falls on nobody; Node's counts its collector's threads too. */
const batches = 100;
const cycles = 10_000;
const warmUpBatches = 20;

/** Like is compared with like: nobody listens to either, or functions of the program's own language to both. */
/** @typedef {{ name: string, who: 'ours' | 'peer', mode: string, against: 'silent' | 'heard' }} Entry */
/** @type {Entry[]} */
const entries = [
  { name: 'Handover, nobody listens', who: 'ours', mode: 'silent', against: 'silent' },
  { name: 'PySide2, nobody listens', who: 'peer', mode: 'silent', against: 'silent' },
  { name: 'Handover, functions listen', who: 'ours', mode: 'heard', against: 'heard' },
  { name: 'Handover, functions listen; both calls, then both events', who: 'ours', mode: 'both', against: 'heard' },
  { name: 'Handover, functions listen; each event awaited', who: 'ours', mode: 'awaited', against: 'heard' },
  { name: 'PySide2, functions listen', who: 'peer', mode: 'heard', against: 'heard' },
];

/** @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure() {
  await ensureQt();
  const { file, remove } = await bundle('bench/p1/core.ts');
  const ours = contestant(process.execPath, [file]);
  const peer = qtSession();
  try {
    const taken = new Map(entries.map(({ name }) => [name, { time: /** @type {number[]} */ ([]), cpu: /** @type {number[]} */ ([]) }]));
    for (let batch = -warmUpBatches; batch < batches; batch += 1) {
      for (const { name, who, mode } of entries) {
        const { time, cpu } = await (who === 'ours' ? ours : peer).ask(`${mode} ${cycles}`);
        if (batch < 0) continue;
        taken.get(name)?.time.push(time / 1000);
        taken.get(name)?.cpu.push(cpu / 1000);
      }
    }
    const costOf = (/** @type {string} */ who, /** @type {string} */ mode) =>
      median(taken.get(entries.find((each) => each.who === who && each.mode === mode)?.name ?? '')?.cpu ?? []);
    const table = tableOf(
      ['µs for open() and close()', 'processor time', 'elapsed', 'best elapsed', 'of PySide2, likewise'],
      entries.map(({ name, against }) => {
        const { time, cpu } = taken.get(name) ?? { time: [], cpu: [] };
        return [name, median(cpu), median(time), least(time), median(cpu) / costOf('peer', against)];
      }));
    const pairs = ['silent', 'heard'].map((mode) => ({ mode, ours: costOf('ours', mode), peer: costOf('peer', mode) }));
    const worse = pairs.reduce((a, b) => (b.ours / b.peer > a.ours / a.peer ? b : a));
    return result({
      id: 'P1', unit: 'us', ours: worse.ours, peer: worse.peer, goal: 1,
      table: `${table}\n\nTwo pairs, each event delivered before the next call. The line below is of the worse: ${worse.mode === 'silent' ? 'nobody listens' : 'functions listen'}.`,
    });
  } finally {
    await Promise.all([ours.end(), peer.end()]);
    await remove();
  }
}
