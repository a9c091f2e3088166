/** P1: open() and close() on an active configuration, the session core alone, against PySide2's QNetworkSession. */
import { bundle } from '../shared/bundle.mjs';
import { contestant } from '../shared/contestant.mjs';
import { least, median, result, tableOf } from '../shared/result.mjs';
import { ensureQt, qtSession } from './qt.mjs';

/** Short batches taking turns. Compared by processor time, so that what else the machine does falls on nobody; Node's counts its collector's threads too. */
const batches = 100;
const cycles = 10_000;
const warmUpBatches = 20;

/** @typedef {{ name: string, who: 'ours' | 'peer', mode: string }} Entry */
/** @type {Entry[]} */
const entries = [
  { name: 'Handover, each event delivered before the next call', who: 'ours', mode: 'each' },
  { name: 'Handover, both calls, then both events', who: 'ours', mode: 'both' },
  { name: 'Handover, each event awaited', who: 'ours', mode: 'awaited' },
  { name: 'PySide2, nobody listens', who: 'peer', mode: 'silent' },
  { name: 'PySide2, Python functions listen', who: 'peer', mode: 'heard' },
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
    const of = (/** @type {string} */ mode) => taken.get(entries.find((each) => each.mode === mode)?.name ?? '') ?? { time: [], cpu: [] };
    // The harder one to match: as soon as a Python function listens, PySide2 takes more than twice as long.
    const base = median(of('silent').cpu);
    const table = tableOf(
      ['µs for open() and close()', 'processor time', 'elapsed', 'best elapsed', 'of silent PySide2'],
      [...taken].map(([name, { time, cpu }]) => [name, median(cpu), median(time), least(time), median(cpu) / base]));
    return result({ id: 'P1', unit: 'us', ours: median(of('each').cpu), peer: base, goal: 1, table });
  } finally {
    await Promise.all([ours.end(), peer.end()]);
    await remove();
  }
}
