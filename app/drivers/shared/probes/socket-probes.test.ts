import { createServer as createWebServer, type RequestListener, type Server as WebServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { DriverInterface } from '../../../core/ports/driver.ts';
import { hasNeighbour, knock } from './knock.ts';
import { SocketProbes } from './socket-probes.ts';
import { sourceOf } from './source.ts';
import { askWeb, judgeAnswer, type WebAnswer } from './web-check.ts';

/** All on the loopback: who is asked, and from where, is decided by addresses alone. Two links are shown in the labs. */
const servers: (WebServer | Server)[] = [];
afterEach(() => { for (const server of servers.splice(0)) server.close(); });
async function listening(server: WebServer | Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
const web = (handle: RequestListener): Promise<number> => listening(createWebServer(handle));
const patient = new AbortController().signal;
const here = { 4: '127.0.0.1' };
const loopback: DriverInterface = {
  id: 'lo', name: 'lo', kind: 'wired', managed: true, carrier: true, speed: null, addresses: [{ address: '127.0.0.1', prefix: 8 }], gateways: ['127.0.0.1'], nameServers: [], connectivity: 'unknown', metered: false,
};
const link = (change: Partial<DriverInterface> = {}) => ({ accessPoint: 'point', interface: { ...loopback, ...change } });
const probes = () => new SocketProbes({ systemCheckAddress: () => null, led: () => Promise.resolve([4, 6]) });

describe('an answer to the check', () => {
  const judged = (change: Partial<WebAnswer>) => judgeAnswer({ status: 200, location: undefined, isOnline: false, body: '', ...change });

  it('is good where it says what such addresses say', () => {
    for (const answer of [{ status: 204 }, { isOnline: true }, { body: 'NetworkManager is online\n' }, { body: 'success\n' }, { body: 'OK' }, { body: 'Microsoft Connect Test' }])
      expect(judged(answer)).toEqual({ result: 'reached' });
  });

  it('is a portal where it leads elsewhere, wants a sign-in, or is another page', () => {
    expect(judged({ status: 302, location: 'http://10.0.0.1/login' })).toEqual({ result: 'portal', address: 'http://10.0.0.1/login' });
    expect(judged({ status: 511 })).toEqual({ result: 'portal', address: null });
    expect(judged({ body: '<html>Welcome to the hotel' })).toEqual({ result: 'portal', address: null });
    expect(judged({ body: 'successful businesses stay here' })).toEqual({ result: 'portal', address: null });
  });

  it('keeps no address of a portal that is none of the web', () => {
    for (const location of ['javascript:alert(1)', 'file:///etc/passwd', '/login', `http://a/${'x'.repeat(600)}`])
      expect(judged({ status: 302, location })).toEqual({ result: 'portal', address: null });
  });

  it('says nothing where a server is out of order', () => {
    expect([judged({ status: 500 }), judged({ status: 404 })]).toEqual([null, null]);
  });
});

describe('asking an address in the web', () => {
  it('comes from the link’s address, under the name that was asked for', async () => {
    const seen: unknown[] = [];
    const port = await web((request, response) => {
      seen.push(request.socket.remoteAddress, request.headers.host, request.url);
      response.writeHead(204).end();
    });
    const url = new URL(`http://check.example:${port}/status?now`);
    expect(await askWeb(url, { address: '127.0.0.1', family: 4 }, { 4: '127.0.0.9' }, patient)).toMatchObject({ result: 'answered' });
    expect(seen).toEqual(['127.0.0.9', `check.example:${port}`, '/status?now']);
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const port = await web((_request, response) => {
      asked += 1;
      response.writeHead(302, { Location: `http://127.0.0.1:${port}/next` }).end();
    });
    expect(await askWeb(new URL(`http://127.0.0.1:${port}/`), { address: '127.0.0.1', family: 4 }, here, patient)).toMatchObject({ result: 'portal' });
    expect(asked).toBe(1);
  });

  it('reads no answer that does not end', async () => {
    const port = await web((_request, response) => {
      response.writeHead(200);
      const more = (): void => { if (!response.destroyed) response.write('x'.repeat(1024), more); };
      more();
    });
    expect(await askWeb(new URL(`http://127.0.0.1:${port}/`), { address: '127.0.0.1', family: 4 }, here, patient)).toEqual({ result: 'portal', address: null });
  });

  it('is silent where nobody is, where nonsense comes, and when it is called off', async () => {
    const nonsense = await listening(createServer((socket) => { socket.end('220 mail.example ESMTP\r\n'); }));
    const mute = await listening(createServer(() => { /* says nothing */ }));
    const calledOff = new AbortController();
    const ask = (port: number, signal = patient) => askWeb(new URL(`http://127.0.0.1:${port}/`), { address: '127.0.0.1', family: 4 }, here, signal);
    const waiting = ask(mute, calledOff.signal);
    calledOff.abort();
    expect(await Promise.all([ask(9), ask(nonsense), waiting])).toEqual([{ result: 'silent' }, { result: 'silent' }, { result: 'silent' }]);
  });
});

describe('probes by sockets', () => {
  it('reach an address by number without a name server, and measure the way to it', async () => {
    const port = await web((_request, response) => { response.writeHead(204).end(); });
    const all = probes();
    const address = `http://127.0.0.1:${port}/`;
    expect(await all.quality(link(), address, { signal: patient })).toEqual({ result: 'impossible', why: 'notPossible' });
    expect(await all.internet(link(), address, { signal: patient })).toMatchObject({ result: 'answered' });
    expect(await all.quality(link(), address, { signal: patient })).toMatchObject({ result: 'measured', share: 0 });
  });

  it('need a name server for a name', async () => {
    expect(await probes().internet(link(), 'http://check.example/', { signal: patient })).toEqual({ result: 'impossible', why: 'noNameServers' });
    expect(await probes().names(link(), 'check.example', { signal: patient })).toEqual({ result: 'impossible', why: 'noNameServers' });
  });

  it('take a refusal for an answer of the gateway', async () => {
    expect(await probes().gateway(link(), { signal: patient })).toMatchObject({ result: 'answered' });
    expect(await probes().gateway(link({ gateways: [] }), { signal: patient })).toEqual({ result: 'impossible', why: 'noGateway' });
  });

  it('ask nothing over a link that is not led, or whose address is not ours', async () => {
    const unled = new SocketProbes({ systemCheckAddress: () => null, led: () => Promise.resolve([]) });
    expect(await unled.internet(link(), 'http://127.0.0.1/', { signal: patient })).toEqual({ result: 'impossible', why: 'notLed' });
    const elsewhere = link({ addresses: [{ address: '192.0.2.77', prefix: 24 }] });
    expect(await probes().internet(elsewhere, 'http://127.0.0.1/', { signal: patient })).toEqual({ result: 'impossible', why: 'notLed' });
    expect(await probes().gateway(elsewhere, { signal: patient })).toEqual({ result: 'impossible', why: 'notPossible' });
  });

  it('are bound to addresses that lead beyond the neighbours', () => {
    expect(sourceOf({ ...loopback, addresses: [{ address: '169.254.1.1', prefix: 16 }, { address: 'fe80::1', prefix: 64 }, { address: '127.0.0.1', prefix: 8 }] }, [4, 6])).toEqual({ 4: '127.0.0.1' });
  });
});

describe('a neighbour', () => {
  const table = `IP address       HW type     Flags       HW address            Mask     Device
10.0.0.1         0x1         0x2         02:00:00:00:00:01     *        wlan0
10.0.0.2         0x1         0x0         00:00:00:00:00:00     *        wlan0
`;
  it('is there when the kernel has its hardware address, on that device', () => {
    expect([hasNeighbour(table, '10.0.0.1', 'wlan0'), hasNeighbour(table, '10.0.0.2', 'wlan0'), hasNeighbour(table, '10.0.0.1', 'eth0'), hasNeighbour('', '10.0.0.1', 'wlan0')])
      .toEqual([true, false, false, false]);
  });

  it('answers a knock by opening or by refusing, and not when nobody waits', async () => {
    const port = await listening(createServer((socket) => { socket.on('error', () => undefined); }));
    const calledOff = new AbortController();
    calledOff.abort();
    expect(await knock({ address: '127.0.0.1', port }, 1_000, patient)).toBeGreaterThan(0);
    expect(await knock({ address: '127.0.0.1', port: 9 }, 1_000, patient)).toBeGreaterThan(0);
    expect(await knock({ address: '127.0.0.1', port }, 1_000, calledOff.signal)).toBeNull();
  });
});
