/** What a program and all processes that it started have used, read from /proc (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {Map<string, { cpu: number, wakeUps: number }>} Used by thread: processor time in ms, and how often it had slept and was woken */

/** @param {number} root @returns {number[]} the process and its descendants */
function processesOf(root) {
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // The name in brackets may hold anything; what follows it is numbers.
    const parent = Number(read(`/proc/${entry}/stat`)?.replace(/^.*\) /s, '').split(' ')[1]);
    if (!Number.isNaN(parent)) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const all = [root];
  for (const each of all) all.push(...(children.get(each) ?? []));
  return all;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended in the meantime.
    return null;
  }
}

/** @param {number} root @returns {Used} */
export function usedBy(root) {
  const used = new Map();
  for (const process of processesOf(root)) {
    let threads;
    try { threads = readdirSync(`/proc/${process}/task`); } catch { continue; }
    for (const thread of threads) {
      // schedstat: nanoseconds on a processor, nanoseconds waiting for one, time slices.
      const nanoseconds = Number(read(`/proc/${process}/task/${thread}/schedstat`)?.split(' ')[0]);
      const wakeUps = Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(read(`/proc/${process}/task/${thread}/status`) ?? '')?.[1]);
      if (Number.isFinite(nanoseconds) && Number.isFinite(wakeUps)) used.set(`${process} ${thread}`, { cpu: nanoseconds / 1e6, wakeUps });
    }
  }
  return used;
}

/** @param {Used} before @param {Used} after; threads that began in between count whole */
export function difference(before, after) {
  let cpu = 0;
  let wakeUps = 0;
  for (const [thread, now] of after) {
    cpu += now.cpu - (before.get(thread)?.cpu ?? 0);
    wakeUps += now.wakeUps - (before.get(thread)?.wakeUps ?? 0);
  }
  return { cpu, wakeUps, processes: new Set([...after.keys()].map((thread) => thread.split(' ')[0])).size };
}

/** Memory of a program and all its processes, pages that they share shared out, MB. @param {number} root */
export const memoryOf = (root) => processesOf(root).reduce((sum, process) => sum + Number(/^Pss:\s*(\d+)/m.exec(read(`/proc/${process}/smaps_rollup`) ?? '')?.[1] ?? 0), 0) / 1024;
