import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commandTexts } from '../app/text/command.ts';
import { createTexts, type Language } from '../app/text/index.ts';
import { HubRig } from '../app/hub/testing/hub-rig.ts';
import type { Context } from './context.ts';
import { commandOutput } from './json.ts';
import { runCommand } from './run.ts';

let rig: HubRig | undefined;
afterEach(async () => { await rig?.end(); rig = undefined; });

interface Ran { code: number; out: string; err: string }

/** Runs the command as it stands on a host, in this process. */
async function handover(words: string[], { language = 'en', socket = rig?.path, input = '' }: { language?: Language; socket?: string; input?: string } = {}): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', err: '' };
  const context: Context = {
    say: commandTexts(language), texts: createTexts(language), json: false, socket, isTerminal: false, isColoured: false, input: Readable.from([input]),
    write: (text) => { ran.out += text; }, complain: (text) => { ran.err += text; },
  };
  ran.code = await runCommand(context, socket === undefined ? words : ['--socket', socket, ...words]);
  return ran;
}

const online = async (scenario = 'quiet-office'): Promise<HubRig> => {
  rig = await HubRig.open({ scenario });
  await rig.until((state) => state.isOnline);
  return rig;
};
/** What `--json` printed, held against the documented schema. */
const json = (out: string): { result: unknown } => commandOutput.parse(JSON.parse(out));
/** The countdown of a trial lasts as long as a busy machine needs to answer it. */
const slowly = () => rig!.host.request(rig!.host.desktop, 'simulation.speed', { speed: 5 });

describe('looking', () => {
  it('status, list, show, networks, sessions and traffic speak to people', async () => {
    await online();
    expect((await handover(['status'])).out).toMatch(/^Connected with \S.*\n.*\nInternet reached\n/);
    const { out, code } = await handover(['list']);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^Name +Kind +Level +Security +State +Sessions$/);
    expect(out).toMatch(/Office 5G .*dBm/);
    expect((await handover(['show', 'Office 5G'])).out).toContain(rig!.id('Office 5G'));
    expect((await handover(['networks', 'list'])).out).toContain('Known networks');
    expect((await handover(['sessions', 'list'])).out).toMatch(/Desktop +\d+ .* connected/);
    expect((await handover(['traffic'])).out).toContain('wlp3s0');
    expect((await handover(['status'], { language: 'zh' })).out).toMatch(/^已连接/);
  });

  it('… and with --json by the documented schema', async () => {
    await online();
    for (const words of [['status'], ['list', '--all'], ['show', 'Office 5G'], ['networks', 'list'], ['sessions', 'list'], ['offer', 'show'], ['trial', 'show'], ['traffic'], ['networks', 'order']]) {
      const { out, code, err } = await handover([...words, '--json']);
      expect([words, code, err]).toEqual([words, 0, '']);
      json(out);
    }
  });

  it('scan asks for a scan and lists what was found', async () => {
    await online();
    const before = rig!.state.scans.count;
    const { out } = await handover(['scan', '--json']);
    expect(rig!.state.scans.count).toBe(before + 1);
    expect((json(out).result as unknown[]).length).toBeGreaterThan(3);
  });

  it('a name from the air cannot steer the terminal', async () => {
    await online('walk-to-meeting-room');
    const { out } = await handover(['list', '--all']);
    expect(out).toContain('‹ESC›[31m');
    expect(out).not.toContain('\u001B');
  });
});

describe('the record', () => {
  it('is told latest last, narrowed, and by the documented schema', async () => {
    await online();
    await handover(['sessions', 'open', 'Office 5G']);
    const { out, code } = await handover(['journal', '--count', '3']);
    expect(code).toBe(0);
    const [title = '', ...lines] = out.trimEnd().split('\n');
    expect(title).toMatch(/^Time +Event +Why$/);
    expect(lines.length).toBe(3);
    expect(out).not.toMatch(/[\u2066-\u2069]/u);
    const records = json((await handover(['journal', '--kind', 'sessionOpened', '--about', 'Office 5G', '--json'])).out).result as { at: number; entry: { kind: string } }[];
    expect(records.map(({ entry }) => entry.kind)).toContain('sessionOpened');
    expect(records.every(({ entry }) => entry.kind === 'sessionOpened')).toBe(true);
    const all = json((await handover(['journal', '--count', '700', '--json'])).out).result as { at: number }[];
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => a - b));
    expect((await handover(['journal', '--search', 'no such name'])).out).toBe('Nothing is recorded yet.\n');
  });

  it('is exported whole, and redacted where that is wished', async () => {
    await online();
    const { out } = await handover(['journal', '--export', 'jsonl']);
    const lines = out.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
    expect(lines.length).toBeGreaterThan(2);
    expect(out).toContain('Cable');
    const csv = (await handover(['journal', '--export', 'csv', '--redact'])).out;
    expect(csv).toMatch(/^time,/);
    expect(csv).not.toContain('Cable');
  });

  it('a time that is none is a fault of usage', async () => {
    await online();
    expect(await handover(['journal', '--since', 'yesteryear'])).toMatchObject({ code: 2, err: expect.stringContaining('yesteryear') as string });
    expect((await handover(['journal', '--since', '1h'])).code).toBe(0);
    expect((await handover(['journal', '--since', '2020-01-31'])).code).toBe(0);
  });

  it('traffic by spans is what was kept, for each access point', async () => {
    await online();
    const rows = json((await handover(['traffic', '--by', 'day', '--json'])).out).result as { name: string | null }[];
    expect(Array.isArray(rows)).toBe(true);
    expect((await handover(['traffic', '--by', 'day'])).code).toBe(0);
  });
});

describe('connections', () => {
  it('sessions open, close and stop', async () => {
    await online();
    const { out, code } = await handover(['sessions', 'open', 'Office 5G', '--json']);
    expect(code).toBe(0);
    const { session } = json(out).result as { session: string };
    expect(rig!.state.sessions[session]).toMatchObject({ isOpen: true, client: { isDesktop: true } });
    expect((await handover(['sessions', 'close', session])).out).toBe(`Session ${session} is closed.\n`);
    await rig!.until((state) => state.sessions[session] === undefined);
    expect(await handover(['sessions', 'stop', 'session-99'])).toMatchObject({ code: 4, err: expect.stringContaining('session-99') as string });
  });

  it('disconnect takes the current one down, for all', async () => {
    await online();
    expect(await handover(['disconnect', '--yes'])).toMatchObject({ code: 0, out: expect.stringMatching(/ is down\.\n$/) as string });
  });

  it('connect moves by a trial where it can; trial accept keeps it', async () => {
    await online('walk-to-meeting-room');
    await slowly();
    const { out, code } = await handover(['connect', 'Office 5G']);
    expect([code, out]).toEqual([0, expect.stringContaining('handover trial accept')]);
    expect((await handover(['trial', 'show'])).out).toContain('tests passed');
    expect(await handover(['trial', 'accept'])).toMatchObject({ code: 0, out: 'Office 5G is kept.\n' });
    expect(await handover(['connect', 'Office 5G'])).toMatchObject({ code: 0, out: 'Office 5G carries this machine already.\n' });
  }, 20_000);

  it('an open network is joined without a password; a password is never taken from an argument', async () => {
    await online('walk-to-meeting-room');
    expect(await handover(['connect', 'Meeting Rooms'])).toMatchObject({ code: 0, out: 'Connected with Meeting Rooms.\n' });
    expect(await handover(['connect', 'Meeting Rooms', '--password', 'secret'])).toMatchObject({ code: 2 });
  });

  describe('an 802.1X network', () => {
    const joined = ['connect', 'eduroam', '--identity', 'ada', '--password-stdin'];

    it('is joined by name, password and the authority’s file; none of them is a secret but the password, from standard input', async () => {
      await online('walk-to-meeting-room');
      const request = vi.spyOn(rig!.host, 'request');
      expect(await handover([...joined, '--ca-file', import.meta.filename, '--server-name', 'radius.example.org'], { input: 'secret\n' })).toMatchObject({ code: 0, out: 'Connected with eduroam.\n' });
      expect(request.mock.calls.find(([, name]) => name === 'accessPoint.connect')?.[2]).toMatchObject({ credentials: {
        kind: 'passwordEap', method: 'peap', inner: 'mschapv2', identity: 'ada', anonymousIdentity: null, password: 'secret',
        authority: { check: 'file', path: import.meta.filename, domain: 'radius.example.org' },
      } });
      expect(rig!.state.configurations[rig!.id('eduroam')]?.stored).toBe(true);
    });

    it.each([
      ['without a check, by the user’s own word', ['--no-server-check', '--eap', 'ttls', '--inner', 'pap', '--anonymous-identity', 'nobody'], { kind: 'passwordEap', method: 'ttls', inner: 'pap', anonymousIdentity: 'nobody', authority: { check: 'none', userAcceptsRisk: true } }],
      ['by an authority of the system', ['--server-name', 'radius.example.org'], { authority: { check: 'system', domain: 'radius.example.org' } }],
      ['by certificate', ['--server-name', 'x', '--eap', 'tls', '--client-certificate', import.meta.filename, '--private-key', import.meta.filename], { kind: 'certificateEap', privateKey: import.meta.filename, privateKeyPassword: 'secret' }],
    ])('is joined %s', async (_how, words, credentials) => {
      await online('walk-to-meeting-room');
      const request = vi.spyOn(rig!.host, 'request');
      expect(await handover([...joined, ...words], { input: 'secret\n' })).toMatchObject({ code: 0 });
      expect(request.mock.calls.find(([, name]) => name === 'accessPoint.connect')?.[2]).toMatchObject({ credentials });
    });

    it.each([
      ['no identity', ['connect', 'eduroam'], '--identity'],
      ['no word on how the server proves itself', joined, '--no-server-check'],
      ['both a check and none', [...joined, '--no-server-check', '--server-name', 'x'], '--server-name'],
      ['a file that is not there', [...joined, '--ca-file', '/nowhere/ca.pem'], '/nowhere/ca.pem'],
      ['an inner method that its tunnel does not carry', [...joined, '--no-server-check', '--inner', 'pap'], 'mschapv2, gtc'],
      ['no certificate for tls', [...joined, '--no-server-check', '--eap', 'tls'], '--client-certificate'],
      ['no password', [...joined, '--no-server-check'], 'one line on standard input'],
      ['no 802.1X network', ['connect', 'Meeting Rooms', '--identity', 'ada'], 'no 802.1X network'],
    ])('with %s it is said what to give, before anything is sent', async (_what, words, said) => {
      await online('walk-to-meeting-room');
      const request = vi.spyOn(rig!.host, 'request');
      expect(await handover(words)).toMatchObject({ code: 2, err: expect.stringContaining(said) as string });
      expect(request.mock.calls.filter(([, name]) => name === 'accessPoint.connect')).toEqual([]);
    });
  });

  it('of a stored one another password is given on standard input', async () => {
    await online();
    await handover(['disconnect', '--yes']);
    const request = vi.spyOn(rig!.host, 'request');
    expect(await handover(['connect', 'Office 5G', '--password-stdin'], { input: 'a new password\n' })).toMatchObject({ code: 0 });
    expect(request.mock.calls.find(([, name]) => name === 'accessPoint.connect')?.[2]).toMatchObject({ credentials: { kind: 'password', password: 'a new password' } });
    expect(await handover(['connect', 'Office 5G', '--new-password'])).toMatchObject({ code: 2, err: expect.stringContaining('--password-stdin') as string });
  });

  it('networks make, order and remove; forget', async () => {
    await online();
    expect(await handover(['networks', 'make', 'Work', 'Office 5G'])).toMatchObject({ code: 0, out: 'Made: Work.\n' });
    expect((await handover(['networks', 'list'])).out).toMatch(/Work +Office 5G/);
    expect(await handover(['networks', 'remove', 'Work'])).toMatchObject({ code: 0 });
    expect(await handover(['networks', 'order', 'Office 5G'])).toMatchObject({ code: 0 });
    expect((await handover(['networks', 'order'])).out).toMatch(/^1\. Office 5G/);
    expect(await handover(['forget', 'Office 5G', '--yes'])).toMatchObject({ code: 0, out: 'Office 5G is forgotten.\n' });
  });
});

describe('questions', () => {
  it('offer show, migrate and ignore; trial reject goes back', async () => {
    await online('walk-to-meeting-room');
    expect(await handover(['offer', 'migrate'])).toMatchObject({ code: 4, err: 'handover: No offer waits for an answer.\n' });
    await rig!.until((state) => Object.keys(state.offers).length > 0);
    await slowly();
    expect((await handover(['offer', 'show'])).out).toContain('from Cable to Office 5G');
    expect(await handover(['offer', 'migrate'])).toMatchObject({ code: 0 });
    expect(await handover(['trial', 'reject'])).toMatchObject({ code: 0, out: 'Back on Cable.\n' });
  }, 20_000);
});

describe('hold', () => {
  it('holds exactly while its command runs, and has its exit code', async () => {
    await online();
    const folder = mkdtempSync(join(tmpdir(), 'hold-'));
    const held = rig!.until((state) => Object.values(state.sessions).some(({ client, isOpen, roaming }) => client.name === 'sh: copying' && isOpen && roaming === 'stays'));
    const ran = handover(['hold', '--no-roam', '--reason', 'copying', '--', 'sh', '-c', `echo "$HANDOVER_INTERFACE" > ${folder}/used; until [ -e ${folder}/seen ]; do sleep 0.05; done; exit 7`]);
    await held;
    writeFileSync(join(folder, 'seen'), '');
    expect((await ran).code).toBe(7);
    expect(readFileSync(join(folder, 'used'), 'utf8').trim()).not.toBe('');
    await rig!.until((state) => Object.values(state.sessions).every(({ client }) => client.isDesktop));
    rmSync(folder, { recursive: true });
  });

  it('passes signals on, and tells one that ended its command as shells do', async () => {
    await online();
    const others = process.listeners('SIGTERM');
    const holding = rig!.until((state) => Object.values(state.sessions).some(({ client, isOpen }) => client.name === 'sleep' && isOpen));
    const ran = handover(['hold', '--', 'sleep', '60']);
    await holding;
    const passed = await new Promise<() => void>((resolve) => {
      const look = () => {
        const [own] = process.listeners('SIGTERM').filter((each) => !others.includes(each));
        if (own) resolve(() => { (own as (signal: string) => void)('SIGTERM'); }); else setImmediate(look);
      };
      look();
    });
    passed();
    expect((await ran).code).toBe(128 + 15);
  });

  it('says when the command cannot be run, and does not run it without its session', async () => {
    await online();
    expect(await handover(['hold', '--', '/nowhere/at-all'])).toMatchObject({ code: 127 });
    expect(await handover(['hold', '--config', 'nowhere', '--', 'true'])).toMatchObject({ code: 125 });
    expect((await handover(['hold'])).code).toBe(2);
  });
});

describe('errors', () => {
  it('have an exit code by kind, words for people, and an object with --json', async () => {
    await online();
    expect(await handover(['show', 'Offic'])).toMatchObject({ code: 4, err: expect.stringContaining('Was one of these meant?') as string });
    expect(await handover(['nonsense'])).toMatchObject({ code: 2 });
    expect(await handover(['networks', 'remove', 'Office 5G'])).toMatchObject({ code: 2 });
    const { err } = await handover(['show', 'nowhere', '--json']);
    expect(JSON.parse(err)).toMatchObject({ version: 1, error: { kind: 'notFound' } });
    const none = await handover(['status'], { socket: join(rig!.folder, 'none.sock') });
    expect([none.code, none.err]).toEqual([3, expect.stringContaining('handover host')]);
    const chinese = await handover(['sessions', 'stop', 'session-99'], { language: 'zh' });
    expect(chinese.err).toBe('handover: 没有会话“session-99”。用 `handover sessions` 列出。\n');
  });

  it('doctor says what is there, and ends with 1 where something is wrong', async () => {
    await online();
    const well = await handover(['doctor', '--json']);
    expect(well.code).toBe(0);
    json(well.out);
    const wrong = await handover(['doctor'], { socket: join(rig!.folder, 'run', 'none.sock') });
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining('No Handover is running')]);
    chmodSync(join(rig!.folder, 'run'), 0o755);
    const open = await handover(['doctor'], { language: 'zh' });
    expect(open.out.match(/chmod 700/g)).toHaveLength(1);
    expect(open.out).toContain('其他人可以进入文件夹');
  });
});

describe('completion', () => {
  it('completes commands, options and names', async () => {
    await online();
    expect((await handover(['__complete', '--', 'net'])).out).toBe('networks\n');
    expect((await handover(['__complete', '--', 'networks', 'ma'])).out).toBe('make\n');
    expect((await handover(['__complete', '--', 'hold', '--no'])).out).toBe('--no-roam\n');
    expect((await handover(['__complete', '--', 'show', 'Office 5'])).out).toBe('Office 5G\n');
    expect((await handover(['__complete', '--', 'sessions', 'close', ''])).out).toContain('session-1');
    for (const shell of ['bash', 'zsh', 'fish']) expect((await handover(['completion', shell])).out).toContain('handover __complete');
  });
});
