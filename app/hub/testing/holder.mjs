/**
 * A program in a process of its own, with Node's own modules alone: says hello, opens a session and prints what it is told.
 *
 *   node holder.mjs SOCKET CONFIGURATION [half|answer|idle]
 *
 * A line "stop" or "close" on standard input does that to its session. half: then writes half a message · answer: takes the word on roaming and migrates what it is offered · idle: opens nothing.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [, , path = '', configuration = '', how = ''] = process.argv;
const socket = connect(path);
let number = 0;
/** @type {Map<number, (result: any) => void>} */
const waiting = new Map();
/** @param {string} method @param {unknown} params @returns {Promise<any>} */
const ask = (method, params) => new Promise((resolve) => {
  number += 1;
  waiting.set(number, resolve);
  socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: number, method, params })}\n`);
});

createInterface({ input: socket }).on('line', (line) => {
  const { id, method, params, result, error } = JSON.parse(line);
  if (error) console.log(`error ${error.message}`);
  if (id !== undefined) { waiting.get(id)?.(result); return; }
  if (method !== 'session.event') return;
  const { event } = params;
  console.log(event.state ?? event.event);
  if (event.event === 'preferredConfigurationChanged') void ask('session.migrate', { session: params.session });
});
socket.on('close', () => { console.log('hung up'); });

await ask('hello', { version: 1, name: 'holder' });
if (how !== 'idle') {
  const { session } = await ask('session.create', { configuration });
  if (how === 'answer') await ask('session.answerOffers', { session, on: true });
  await ask('session.open', { session });
  createInterface({ input: process.stdin }).on('line', (word) => { void ask(`session.${word}`, { session }); });
}
if (how === 'half') socket.write('{"jsonrpc":"2.0","id":99,"meth');
console.log('ready');
