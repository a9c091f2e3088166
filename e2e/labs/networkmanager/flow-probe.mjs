// Traffic inside a lab, counted packet by packet. Reads commands from its input, one JSON object a line:
//   {"start": NAME, "kind": KIND, "address": ADDRESS}   {"stop": NAME}   {"finish": true}
// and writes {"started": NAME} once the flow is answered (it counts from there), {"stopped": NAME} once it says no more and
// what it said is answered or lost, and at the end
// {"flows": {NAME: {"sent", "lost", "longestGap", "lostAt"}}}: gaps in ms, times of lost datagrams in ms since the epoch.
//
// Its parameter is the pause between two packets of a flow, ms; 5 when not given.
//
//   datagrams   one unbound UDP socket: every packet is a new choice of way and source address
//   bound       one connected UDP socket: it keeps the source address that it began with
//   stream      one TCP connection that says something every few ms and counts what is echoed
//   connections a new TCP connection every few ms, said one word on
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const INTERVAL = Number(process.argv[2] ?? 5);
/** A connection costs more than a packet: one in so many. */
const CONNECTION_EVERY = 4;
const PORT = 7;
/** Replies that are this late count as lost, ms. */
const DRAIN = 1_000;

class Flow {
  sent = 0;
  received = 0;
  longestGap = 0;
  isAnswered = false;
  #lastAnswer = 0;
  /** @type {() => void} */
  #tellAnswered = () => undefined;
  answered = new Promise(resolve => { this.#tellAnswered = () => resolve(undefined); });
  /** When each datagram that has no answer yet was sent, by its number. @type {Map<number, number>} */
  open = new Map();
  /** @type {() => void} */
  send = () => undefined;
  /** @type {() => void} */
  close = () => undefined;
  isStopped = false;

  answer() {
    this.isAnswered = true;
    this.#lastAnswer = performance.now();
    this.#tellAnswered();
  }

  /** Says no more; ends when everything is answered, or too late. */
  async stop() {
    this.isStopped = true;
    const limit = performance.now() + DRAIN;
    while (this.received < this.sent && performance.now() < limit) await new Promise(resolve => { setTimeout(resolve, 1); });
  }

  tick() {
    if (this.isStopped) return;
    if (this.isAnswered) this.longestGap = Math.max(this.longestGap, performance.now() - this.#lastAnswer);
    this.send();
  }
}

/** Datagrams are numbered, so that each answer is known. @type {(flow: Flow, socket: import('node:dgram').Socket, send: (packet: Buffer) => void) => Flow} */
function numbered(flow, socket, send) {
  let number = 0;
  socket.on('error', () => undefined);
  socket.on('message', packet => {
    flow.answer();
    if (flow.open.delete(packet.readUInt32BE())) flow.received += 1;
  });
  flow.send = () => {
    const packet = Buffer.alloc(64);
    packet.writeUInt32BE(number);
    if (flow.isAnswered) {
      flow.open.set(number, Date.now());
      flow.sent += 1;
    }
    number += 1;
    send(packet);
  };
  flow.close = () => socket.close();
  return flow;
}

const udp = /** @param {string} address */ address => createSocket(address.includes(':') ? 'udp6' : 'udp4');

/** @type {Record<string, (address: string) => Promise<Flow>>} */
const kinds = {
  datagrams: async address => {
    const socket = udp(address);
    return numbered(new Flow(), socket, packet => socket.send(packet, PORT, address, () => undefined));
  },
  bound: async address => {
    const socket = udp(address);
    await new Promise(resolve => { socket.connect(PORT, address, () => resolve(undefined)); });
    return numbered(new Flow(), socket, packet => socket.send(packet, () => undefined));
  },
  stream: async address => {
    const flow = new Flow();
    const socket = connect(PORT, address);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    await new Promise(resolve => { socket.once('connect', resolve); });
    socket.on('data', data => { flow.received += data.length; flow.answer(); });
    flow.send = () => { flow.sent += 1; socket.write('x'); };
    flow.close = () => socket.destroy();
    return flow;
  },
  connections: async address => {
    const flow = new Flow();
    let turn = 0;
    flow.send = () => {
      turn += 1;
      if (turn % CONNECTION_EVERY !== 0) return;
      const counts = flow.isAnswered;
      if (counts) flow.sent += 1;
      const socket = connect(PORT, address);
      socket.setTimeout(DRAIN, () => socket.destroy());
      socket.on('error', () => undefined);
      socket.once('connect', () => socket.write('x'));
      socket.once('data', () => {
        flow.answer();
        if (counts) flow.received += 1;
        socket.destroy();
      });
    };
    return flow;
  },
};

/** @type {Map<string, Flow>} */
const flows = new Map();
const timer = setInterval(() => { for (const flow of flows.values()) flow.tick(); }, INTERVAL);

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.finish) break;
  if (command.stop) {
    await flows.get(command.stop)?.stop();
    process.stdout.write(`${JSON.stringify({ stopped: command.stop })}\n`);
    continue;
  }
  const make = kinds[command.kind];
  if (!make) throw new Error(`no such kind of flow: ${command.kind}`);
  const flow = await make(command.address);
  flows.set(command.start, flow);
  await flow.answered;
  process.stdout.write(`${JSON.stringify({ started: command.start })}\n`);
}
clearInterval(timer);
await new Promise(resolve => { setTimeout(resolve, DRAIN); });
const result = Object.fromEntries([...flows].map(([name, flow]) => [name, { sent: flow.sent, lost: flow.sent - flow.received, longestGap: Math.round(flow.longestGap), lostAt: [...flow.open.values()] }]));
for (const flow of flows.values()) flow.close();
process.stdout.write(`${JSON.stringify({ flows: result })}\n`);
process.exit(0);
