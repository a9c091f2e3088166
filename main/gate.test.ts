import { describe, expect, test } from 'vitest';
import { RequestError } from '../app/contract/contract.ts';
import type { HostAccess } from '../app/host/host.ts';
import type { ProgramHandlers } from '../app/contract/program.ts';
import { answerRequest } from './gate.ts';
import { isOwnPage } from './own-page.ts';
import { pageOrigin } from './page.ts';

const host = (carryOut: (name: string, input: unknown) => unknown) => Promise.resolve({ desktop: {}, request: async (_client: unknown, name: string, input: unknown) => carryOut(name, input) } as unknown as HostAccess);
const program = { 'program.chooseFile': () => ({ path: '/etc/ca.pem' }) } as unknown as ProgramHandlers;
const nobodyLogs = { log: { error(what: string) { throw new Error(what); } }, program };

describe('what may be asked', () => {
  test('a request of the contract reaches the host with its parsed input', async () => {
    const asked: unknown[] = [];
    const answer = await answerRequest(host((...request) => { asked.push(request); return null; }), 'session.open', '{"session":"a","more":1}', nobodyLogs);
    expect(asked).toEqual([['session.open', { session: 'a' }]]);
    expect(answer).toBe('{"ok":null}');
  });

  test('a request of the program is carried out here, and the host hears nothing of it', async () => {
    const answer = await answerRequest(host(() => { throw new Error('The host was asked.'); }), 'program.chooseFile', 'null', nobodyLogs);
    expect(answer).toBe('{"ok":{"path":"/etc/ca.pem"}}');
  });

  test.each([
    ['a name that is none of the contract', 'shell.open', 'null'],
    ['a name that every object has', 'constructor', 'null'],
    ['a name that is no text', 7, 'null'],
    ['an input that is no text', 'session.open', { session: 'a' }],
    ['an input that is no JSON', 'session.open', '{'],
    ['an input of another form', 'session.open', '{"session":7}'],
    ['an input out of bounds', 'simulation.play', '{"scenario":"a","speed":1000}'],
  ])('%s is refused before the host hears of it', async (_what, name, input) => {
    const answer = await answerRequest(host(() => { throw new Error('The host was asked.'); }), name, input, nobodyLogs);
    expect(JSON.parse(answer)).toEqual({ failure: { code: 'invalidInput', message: expect.any(String) } });
  });

  test('a refusal of the host crosses with its code and its words', async () => {
    const answer = await answerRequest(host(() => { throw new RequestError('notFound', 'The offer has ended.'); }), 'session.migrate', '{"session":"a"}', nobodyLogs);
    expect(JSON.parse(answer)).toEqual({ failure: { code: 'notFound', message: 'The offer has ended.' } });
  });

  test('a host that could not be opened says so to every request', async () => {
    const said: string[] = [];
    const answer = await answerRequest(Promise.reject(new Error('The data folder is read-only.')), 'state.get', 'null', { log: { error: (what) => said.push(what) }, program });
    expect(JSON.parse(answer)).toEqual({ failure: { code: 'failed', message: 'The data folder is read-only.' } });
  });
});

describe('who may ask', () => {
  const mainFrame = { origin: pageOrigin };
  const window = { isDestroyed: () => false, webContents: { mainFrame } } as unknown as Parameters<typeof isOwnPage>[1];
  const asks = (senderFrame: unknown) => isOwnPage({ senderFrame } as Parameters<typeof isOwnPage>[0], window);

  test('the main frame of the window, at its own origin', () => expect(asks(mainFrame)).toBe(true));
  test('no frame inside it, nor another window', () => expect(asks({ origin: pageOrigin })).toBe(false));
  test('no frame that is gone', () => expect(asks(null)).toBe(false));
  test('not the main frame when it is elsewhere', () => {
    const elsewhere = { origin: 'https://example.org' };
    expect(isOwnPage({ senderFrame: elsewhere } as unknown as Parameters<typeof isOwnPage>[0], { ...window, webContents: { mainFrame: elsewhere } } as unknown as Parameters<typeof isOwnPage>[1])).toBe(false);
  });
});
