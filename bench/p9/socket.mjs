/** P9: requests over the socket beside a raw JSON-RPC echo, alone and with 32 clients of 64 sessions that open and close. */
import { bundle } from '../shared/bundle.mjs';
import { contestant } from '../shared/contestant.mjs';
import { digits, median, result, tableOf } from '../shared/result.mjs';
import { Client } from './client.mjs';

const sequential = 5_000;
const pipelined = 20_000;
const rounds = 5;
/** p99 of one client may be so long, ms. */
const longest = 5;
const [others, sessionsEach] = [32, 64];
/** ms between two turns of one of them: each of its sessions opens and closes about once a second. */
const pause = 1000 / sessionsEach;

/** @returns {Promise<import('../shared/result.mjs').Result>} */
export async function measure() {
  const program = await bundle('bench/p9/server.ts');
  const [hub, echo] = [contestant(process.execPath, [program.file]), contestant(process.execPath, [program.file])];
  try {
    const { path, configuration } = await hub.ask('hub');
    const echoed = await echo.ask('echo');
    const ours = await Client.open(path, 'measured');
    const peer = await Client.open(echoed.path);
    const { session } = await ours.ask('session.create', { configuration });
    const taken = { ours: { waits: /** @type {number[]} */ ([]), rates: /** @type {number[]} */ ([]) }, peer: { waits: /** @type {number[]} */ ([]), rates: /** @type {number[]} */ ([]) } };
    for (let round = 0; round < rounds; round += 1)
      for (const [client, into] of /** @type {const} */ ([[ours, taken.ours], [peer, taken.peer]])) {
        into.waits.push(...await client.oneByOne(sequential, 'session.link', { session }));
        into.rates.push(await client.allAtOnce(pipelined, 'session.link', { session }));
      }
    const busy = await crowd(path, configuration, ours, session);
    if ((await hub.ask('sessions')).sessions !== others * sessionsEach + 2) throw new Error('Sessions were lost on the way.');
    for (const client of [ours, peer, ...busy.clients]) client.end();
    return conclude(taken, busy);
  } finally {
    for (const each of [hub, echo]) {
      await each.ask('stop').catch(() => {});
      await each.end();
    }
    await program.remove();
  }
}

/** Everybody opens and closes, each session about once a second; one client asks meanwhile. @param {string} path @param {string} configuration @param {Client} asker @param {string} session */
async function crowd(path, configuration, asker, session) {
  const clients = await Promise.all(Array.from({ length: others }, (_, index) => Client.open(path, `client ${index}`)));
  const sessions = await Promise.all(clients.map(async (client) => Promise.all(Array.from({ length: sessionsEach }, async () => (await client.ask('session.create', { configuration })).session))));
  const crowding = new AbortController();
  const done = clients.map(() => 0);
  const work = Promise.all(clients.map(async (client, index) => {
    for (let turn = 0; !crowding.signal.aborted; turn += 1) {
      const one = sessions[index]?.[turn % sessionsEach];
      await client.ask('session.open', { session: one });
      await client.ask('session.close', { session: one });
      done[index] = (done[index] ?? 0) + 1;
      await new Promise((resolve) => { setTimeout(resolve, pause); });
    }
  }));
  const waits = await asker.oneByOne(sequential, 'session.link', { session });
  crowding.abort();
  await work;
  return { clients, waits, least: Math.min(...done), most: Math.max(...done), events: clients.reduce((sum, { told }) => sum + told, 0) };
}

/** @param {readonly number[]} values */
const p99 = (values) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN;

/** @param {Record<'ours' | 'peer', { waits: number[], rates: number[] }>} taken @param {Awaited<ReturnType<typeof crowd>>} busy */
function conclude({ ours, peer }, busy) {
  const rowOf = (/** @type {string} */ name, /** @type {number[]} */ waits, /** @type {number[]} */ rates) => [name, digits(median(waits)), digits(p99(waits)), rates.length > 0 ? digits(median(rates)) : '–'];
  const table = tableOf(['one client', 'ms, median', 'ms, p99', 'pipelined, a second'], [
    rowOf('Handover (session.link)', ours.waits, ours.rates), rowOf('echo', peer.waits, peer.rates), rowOf(`Handover, beside ${others} clients of ${sessionsEach} sessions`, busy.waits, []),
  ]);
  const share = `${busy.events} events told; the client that came least often to its turn had ${busy.least} turns, the most often ${busy.most}.`;
  // Of time, so that less is better: a request of the echo takes 0.7 of one of ours at most.
  const whole = result({ id: 'P9', unit: 'us', ours: 1e6 / median(ours.rates), peer: 1e6 / median(peer.rates), goal: 1 / 0.7, table: `${table}\n\n${share}` });
  return { ...whole, met: whole.met && p99(ours.waits) <= longest && p99(busy.waits) <= longest && busy.least * 2 >= busy.most };
}
