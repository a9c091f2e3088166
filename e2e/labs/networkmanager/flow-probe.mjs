// Traffic inside a lab, counted packet by packet. Reads commands from its input, one JSON object a line:
//   {"start": NAME, "kind": KIND, "address": ADDRESS}   {"finish": true}
// and writes {"started": NAME} and at the end {"flows": {NAME: {"sent", "lost", "longestGap", "lostAt"}}}: gaps in
// ms, times of lost datagrams in ms since the epoch.
//
//   datagrams   one unbound UDP socket: every packet is a new choice of way and source address
//   bound       one connected UDP socket: it keeps the source address that it began with
//   stream      one TCP connection that says something every few ms and counts what is echoed
//   connections a new TCP connection every few ms, said one word on
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const INTERVAL = 5;
const PORT = 7;
/** Replies that are this late count as lost, ms. */
const DRAIN = 1_000;

class Flow {
  sent = 0;
  received = 0;
  longestGap = 0;
  lastReply = performance.now();
  /** @type {() => void} */
  send = () => undefined;
  /** @type {() => void} */
  close = () => undefined;
  /** Of datagrams: when each that has no reply yet was sent. @type {Map<number, number>} */
  open = new Map();
  /** A datagram, numbered, so that its reply is known. */
  packet() {
    const packet = Buffer.alloc(64);
    packet.writeUInt32BE(this.sent);
    this.open.set(this.sent, Date.now());
    this.sent += 1;
    return packet;
  }
  /** @param {Buffer} [packet] */
  reply(packet) {
    if (packet && !this.open.delete(packet.readUInt32BE())) return;
    this.received += 1;
    this.lastReply = performance.now();
  }
  tick() {
    this.longestGap = Math.max(this.longestGap, performance.now() - this.lastReply);
    this.send();
  }
}

/** @type {Record<string, (address: string) => Promise<Flow>>} */
const kinds = {
  datagrams: async address => {
    const flow = new Flow();
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', packet => flow.reply(packet));
    socket.on('error', () => undefined);
    flow.send = () => { socket.send(flow.packet(), PORT, address, () => undefined); };
    flow.close = () => socket.close();
    return flow;
  },
  bound: async address => {
    const flow = new Flow();
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    await new Promise(resolve => { socket.connect(PORT, address, () => resolve(undefined)); });
    socket.on('message', packet => flow.reply(packet));
    socket.on('error', () => undefined);
    flow.send = () => { socket.send(flow.packet(), () => undefined); };
    flow.close = () => socket.close();
    return flow;
  },
  stream: async address => {
    const flow = new Flow();
    const socket = connect(PORT, address);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    await new Promise(resolve => { socket.once('connect', resolve); });
    socket.on('data', data => { for (let count = data.length; count > 0; count -= 1) flow.reply(); });
    flow.send = () => { flow.sent += 1; socket.write('x'); };
    flow.close = () => socket.destroy();
    return flow;
  },
  connections: async address => {
    const flow = new Flow();
    flow.send = () => {
      // A connection costs more than a packet: every fourth time.
      if (++turn % 4 !== 0) return;
      flow.sent += 1;
      const socket = connect(PORT, address);
      socket.setTimeout(DRAIN, () => socket.destroy());
      socket.on('error', () => undefined);
      socket.once('connect', () => socket.write('x'));
      socket.once('data', () => { flow.reply(); socket.destroy(); });
    };
    let turn = 0;
    return flow;
  },
};

/** @type {Map<string, Flow>} */
const flows = new Map();
const timer = setInterval(() => { for (const flow of flows.values()) flow.tick(); }, INTERVAL);

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.finish) break;
  flows.set(command.start, await /** @type {(address: string) => Promise<Flow>} */ (kinds[command.kind])(command.address));
  process.stdout.write(`${JSON.stringify({ started: command.start })}\n`);
}
clearInterval(timer);
await new Promise(resolve => { setTimeout(resolve, DRAIN); });
const result = Object.fromEntries([...flows].map(([name, flow]) => [name, { sent: flow.sent, lost: flow.sent - flow.received, longestGap: Math.round(flow.longestGap), lostAt: [...flow.open.values()] }]));
for (const flow of flows.values()) flow.close();
process.stdout.write(`${JSON.stringify({ flows: result })}\n`);
process.exit(0);
