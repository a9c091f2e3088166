/** P5: roams back and forth over two real links while traffic runs, against `nmcli connection up`. */
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/setup/places.mjs';
import { say, SetUpError } from '../../scripts/setup/say.mjs';
import { bundle } from '../shared/bundle.mjs';
import { contestant } from '../shared/contestant.mjs';
import { digits, median, result, tableOf } from '../shared/result.mjs';

/** Half of them accepted, half rejected. HANDOVER_P5_ROAMS gives fewer, for a quick look. */
const roams = Number(process.env['HANDOVER_P5_ROAMS'] ?? 100);
const peerRoams = Math.max(2, Math.round(roams / 5));
const goals = { activated: 1.05, switched: 50, back: 20, lost: 0 };

/** @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure() {
  const program = await bundle('bench/p5/lab.ts');
  // Programs of their own, looked for beside their maker.
  for (const name of ['internet.mjs', 'flow-probe.mjs']) await copyFile(join(root, 'e2e/labs/networkmanager', name), join(dirname(program.file), name));
  const lab = contestant(process.execPath, [program.file]);
  try {
    await lab.ask('up').catch((error) => { throw new SetUpError(`The laboratory cannot run here: ${error.message}`); });
    /** @type {Record<'activated' | 'switched' | 'back', number[]>} */
    const ours = { activated: [], switched: [], back: [] };
    for (let turn = 0; turn < roams; turn += 1) {
      const { activated, switched, back } = await lab.ask(turn % 2 === 0 ? 'roam reject' : 'roam accept');
      // The first of a link has to learn its gateways; a program that runs all day has.
      if (turn >= 2) ours.activated.push(activated);
      ours.switched.push(switched);
      if (back !== null) ours.back.push(back);
    }
    const lost = await lab.ask('finish');
    if (lost.lost !== 0) say(`Lost: ${JSON.stringify(lost.where)}`);
    /** @type {number[]} */
    const peer = [];
    for (let turn = 0; turn < peerRoams; turn += 1) peer.push((await lab.ask('nmcli')).activated);
    const peerLost = await lab.ask('finish');
    await lab.ask('down');
    return conclude(ours, lost, peer, peerLost);
  } finally {
    await lab.end();
    await program.remove();
  }
}

/** @typedef {{ sent: number, lost: number, lostNew: number, lostBegun: number }} Lost */

/**
 * @param {Record<'activated' | 'switched' | 'back', number[]>} ours
 * @param {Lost} lost
 * @param {readonly number[]} peer
 * @param {Lost} peerLost
 */
function conclude(ours, lost, peer, peerLost) {
  const of = (/** @type {readonly number[]} */ values) => `${digits(median(values))} (${digits(Math.max(...values))})`;
  const table = tableOf(
    ['', 'roams', 'packets', 'lost, new flows', 'lost, flows begun before', 'migrate → up, ms (worst)', 'passed → switched, ms (worst)', 'reject → back, ms (worst)'],
    [
      ['Handover', String(roams), String(lost.sent), String(lost.lostNew), String(lost.lostBegun), of(ours.activated), of(ours.switched), of(ours.back)],
      ['nmcli connection up, then down', String(peer.length), String(peerLost.sent), String(peerLost.lostNew), String(peerLost.lostBegun), of(peer), '', ''],
    ]);
  const whole = result({ id: 'P5', unit: 'ms', ours: median(ours.activated), peer: median(peer), goal: goals.activated, table });
  return { ...whole, met: whole.met && lost.lost <= goals.lost && median(ours.switched) <= goals.switched && median(ours.back) <= goals.back };
}
