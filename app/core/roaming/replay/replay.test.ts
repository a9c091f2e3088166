import { describe, expect, it } from 'vitest';
import { presets } from '../settings.ts';
import { replayCommand, SettingError } from './command.ts';
import { differences, expectationSchema } from './expectation.ts';
import { asked, engineScans, notAsked, parseTrace, replay, type TraceInput } from './index.ts';

const radio = (id: string, level: number | null, frequency = 5180): NonNullable<TraceInput['accessPoints'][number]['bss']> => [{ bssid: id, frequency, level }];
/** A weak one in use, a strong one beside it. */
const weak: TraceInput = {
  trace: 1, title: 'Weak', lasts: 120, interfaces: [{ id: 'wlan0', kind: 'wifi' }],
  accessPoints: [
    { id: 'far', name: 'Far', kind: 'wifi', security: 'wpa2', bss: radio('f', -79), link: {} },
    { id: 'near', name: 'Near', kind: 'wifi', security: 'wpa2', bss: radio('n', -50) },
  ],
  changes: [],
};
const yes: TraceInput['answers'] = [{ to: 'offer', answer: 'migrate', after: 3 }, { to: 'trial', answer: 'accept', after: 2 }];
const run = (trace: TraceInput, settings = presets.balanced) => replay(parseTrace('test', JSON.stringify(trace)), settings);
const moves = (outcome: Awaited<ReturnType<typeof run>>) => outcome.events.flatMap((each) => (each.event === 'moved' ? [`${each.at} ${each.session} ${each.from} ${each.to} ${each.by}`]
  : each.event === 'wentBack' ? [`${each.at} ${each.session} ${each.from} ${each.to} ${each.end.code}`] : []));

describe('a replay', () => {
  it('asks when the rules do: two scans 6 s apart that take 2 s each, then 10 s of holding', async () => {
    const outcome = await run(weak);
    expect(asked(outcome).map(({ at, current, candidate, reason }) => [at, current, candidate, reason.code])).toEqual([[18, 'far', 'near', 'currentIsWeak']]);
    expect(outcome.scans.slice(0, 3)).toEqual([{ at: 0, asked: 'engine' }, { at: 6, asked: 'engine' }, { at: 36, asked: 'engine' }]);
    expect(outcome.errors).toEqual([]);
  });

  it('tells why not, by time', async () => {
    expect(notAsked(await run(weak)).map(({ at, candidate, outcome: { outcome, reason } }) => [at, candidate, outcome, reason.code]))
      .toEqual([[0, 'near', 'gated', 'notSeenTwice'], [8, 'near', 'held', 'holding']]);
  });

  it('gives the same outcome every time', async () => {
    expect(await run({ ...weak, answers: yes })).toEqual(await run({ ...weak, answers: yes }));
  });

  it('moves with the answers, by the time that a connection takes', async () => {
    // Asked at 18 s, yes at 21 s, up 2.8 s later, accepted 2 s after the test.
    expect(moves(await run({ ...weak, answers: yes }))).toEqual(['25.8 desktop far near trial']);
  });

  it('goes back where the candidate does not come up', async () => {
    const [far, near] = weak.accessPoints;
    const broken = { ...near!, connects: { after: 4, fails: { code: 'wrongSecret' as const, detail: 'No.' } } };
    expect(moves(await run({ ...weak, accessPoints: [far!, broken], answers: yes }))).toEqual(['25 desktop far near activationFailed']);
  });

  it('goes back where the candidate is out of reach by then, though the last scan had seen it', async () => {
    const gone = { at: 17, change: 'levels' as const, accessPoint: 'near', bss: { n: null } };
    expect(moves(await run({ ...weak, lasts: 60, answers: yes, changes: [gone] }))).toEqual(['23.8 desktop far near activationFailed']);
  });

  it('with other settings tells another story', async () => {
    expect(asked(await run(weak, { ...presets.balanced, holdFor: 0 }))[0]?.at).toBe(8);
    expect(asked(await run(weak, presets.conservative))).toEqual([]);
  });

  it('knows what is in the air only by a scan, but for the one in use', async () => {
    const gone: TraceInput['changes'] = [{ at: 12, change: 'levels', accessPoint: 'near', bss: { n: -90 } }];
    expect(asked(await run({ ...weak, lasts: 30, changes: gone })).map(({ at, candidateStanding }) => [at, candidateStanding.level])).toEqual([[18, -50]]);
    expect(asked(await run({ ...weak, lasts: 30, changes: [...gone, { at: 13, change: 'scan' }] }))).toEqual([]);
    const closer: TraceInput['changes'] = [0, 3, 6, 9, 12].map((at) => ({ at, change: 'levels', accessPoint: 'far', bss: { f: -50 } }));
    expect(asked(await run({ ...weak, lasts: 30, changes: closer }))).toEqual([]);
  });

  it('time goes on in a sleep, timers do not', async () => {
    const changes: TraceInput['changes'] = [{ at: 10, change: 'sleep', sleeping: true }, { at: 1_010, change: 'sleep', sleeping: false }];
    // The eight seconds of holding that were left at 10 s are left at 1010 s, and links have 20 s to come back by themselves.
    expect(asked(await run({ ...weak, lasts: 1_100, changes }))[0]?.at).toBe(1_030);
  });

  it('the system’s own moves are told as such', async () => {
    const trace: TraceInput = {
      ...weak, interfaces: [...weak.interfaces, { id: 'eth0', kind: 'wired' }],
      accessPoints: [{ ...weak.accessPoints[0]!, bss: radio('f', -50) }, { id: 'cable', kind: 'wired', inReach: false }],
      changes: [{ at: 5, change: 'accessPoint', accessPoint: 'cable', set: { inReach: true } }, { at: 6, change: 'link', accessPoint: 'cable', state: 'up', isDefault: true }],
    };
    expect(moves(await run(trace))).toEqual(['6 desktop far cable system']);
  });

  it('a link that the trace takes down after the user has moved away changes nothing', async () => {
    const changes: TraceInput['changes'] = [{ at: 80, change: 'link', accessPoint: 'far', state: 'down' }, { at: 90, change: 'link', accessPoint: 'far', state: 'up' }];
    const outcome = await run({ ...weak, answers: yes, changes });
    expect([asked(outcome).length, moves(outcome)]).toEqual([1, ['25.8 desktop far near trial']]);
  });

  it('packets of a call are counted on its interface', async () => {
    const outcome = await run({ ...weak, changes: [{ at: 0, change: 'traffic', interface: 'wlan0', packets: 50 }, { at: 3, change: 'scan' }, { at: 9, change: 'scan' }] });
    expect(asked(outcome)).toEqual([]);
    expect(notAsked(outcome).find((each) => each.outcome.reason.code === 'inCallOrStream')?.outcome.reason).toEqual({ code: 'inCallOrStream', packetsPerSecond: 50 });
  });

  it('pause, resume, a closed session and a manager that goes are played', async () => {
    const paused = await run({ ...weak, changes: [{ at: 1, change: 'pause', lasts: null }, { at: 60, change: 'resume' }] });
    expect(asked(paused)[0]?.at).toBe(60);
    expect(asked(await run({ ...weak, changes: [{ at: 1, change: 'session', session: 'desktop', do: 'close' }] }))).toEqual([]);
    expect(engineScans(await run({ ...weak, changes: [{ at: 1, change: 'managerGone' }] }))).toBe(1);
    expect((await run({ ...weak, changes: [{ at: 1, change: 'managerGone' }, { at: 5, change: 'managerBack' }] })).errors).toEqual([]);
  });

  it('a program answers for itself, moves by itself, stays, or follows', async () => {
    const program = (roaming: 'asked' | 'byItself' | 'stays' | 'follows') => run({ ...weak, sessions: [{ id: 'backup', on: 'network:all', roaming }] });
    expect(asked(await program('asked'))[0]?.session).toBe('backup');
    expect(moves(await program('byItself'))).toEqual(['20.8 backup far near trial']);
    expect(asked(await program('stays'))).toEqual([]);
    expect(asked(await program('follows'))[0]?.session).toBe('backup');
  });

  it('what repeats is one line with a count', async () => {
    // Weaker and less weak by turns: unsteady, too weak, and again.
    const sway = Array.from({ length: 20 }, (_, index) => [
      { at: index * 5, change: 'levels' as const, accessPoint: 'near', bss: { n: index % 10 < 5 ? -90 : -78 } }, { at: index * 5, change: 'scan' as const },
    ]).flat();
    const lines = notAsked(await run({ ...weak, lasts: 100, changes: sway }));
    const repeated = lines.find((each) => each.times > 1);
    expect(repeated?.last).toBeGreaterThan(repeated?.at ?? Number.POSITIVE_INFINITY);
  });
});

describe('what is expected of a replay', () => {
  const check = async (expected: object) => differences(expectationSchema.parse({ why: ['A test.'], ...expected }), await run({ ...weak, answers: yes }));
  const question = { at: 18, session: 'desktop', current: 'far', candidate: 'near', reason: 'currentIsWeak' };

  it('is met', async () => {
    expect(await check({ asked: [question], mostForAPair: 1, scans: [2, 2], notAsked: [{ candidate: 'near', outcome: 'held', reason: 'holding', at: 8 }],
      moves: [{ session: 'desktop', from: 'far', to: 'near', by: 'trial', end: 'accepted' }] })).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['another time', { asked: [{ ...question, at: [30, 40] }] }, 'Question 1: expected desktop: near instead of far, currentIsWeak, at 30 to 40 s; asked desktop: near instead of far, currentIsWeak, at 18 s.'],
    ['no question', { asked: [] }, 'Question 1: expected nothing; asked desktop: near instead of far, currentIsWeak, at 18 s.'],
    ['one more', { asked: [question, question] }, 'Question 2: expected desktop: near instead of far, currentIsWeak, at 18 s; asked nothing.'],
    ['never', { never: ['near'] }, 'near may never be offered; it was, at 18 s, as currentIsWeak.'],
    ['fewer', { mostForAPair: 0 }, 'near instead of far may be asked 0 times; it was asked at 18 s.'],
    ['a reason', { notAsked: [{ candidate: 'near', outcome: 'gated', reason: 'metered' }] }, 'near has to be gated as metered; it was not.'],
    ['another move', { moves: [] }, 'Expected the moves []; they were [desktop: far → near by trial, accepted].'],
    ['no scan', { scans: 0 }, 'Expected 0 scans; the engine asked for 2.'],
  ])('%s: the difference is said', async (_, expected, message) => { expect(await check(expected)).toEqual([message]); });
});

describe('the command', () => {
  const command = (preset = 'balanced', set: string[] = []) => replayCommand('weak.json', JSON.stringify({ ...weak, answers: yes }), { preset, set });

  it('prints what would have been asked, when and why, and what other presets would have', async () => {
    expect((await command()).text.split('\n')).toEqual([
      'Weak: 2 min with balanced', '',
      '09:00:00  not asked Near: It was seen in one scan only.',
      '09:00:08  not asked Near: The reason has to hold until 09:00:18.',
      '09:00:18  asked     Move from Far to Near? Far is weak: −79 dBm, below −76 dBm. 09:00:21: Yes; a trial began.',
      '09:00:21  not asked Near: A trial is running.',
      '09:00:25  moved     Far → Near. You accepted it.',
      '09:00:25  not asked Far: It is too weak: −79 dBm, below −77 dBm.', '',
      'Asked once; with conservative 0, with eager 1.',
      'Scans that roaming asked for: 2.',
    ]);
  });

  it('takes single settings, for every preset', async () => {
    const { text, data } = await command('conservative', ['weakLevel5=-60', 'holdFor=0']);
    expect(text).toContain('Weak: 2 min with conservative, weakLevel5=-60, holdFor=0');
    expect(data).toMatchObject({ askedWith: { conservative: 1, balanced: 1, eager: 1 }, settings: { weakLevel5: -60 }, preset: 'conservative' });
  });

  it.each<[string, string[], string]>([
    ['bold', [], 'There is no preset "bold"; it is one of balanced, conservative, eager.'],
    ['eager', ['hold=3'], 'There is no setting "hold"; there are weakLevel24, '],
    ['eager', ['holdFor'], '--set holdFor: write it as name=value, such as holdFor=5000.'],
    ['eager', ['holdFor=soon'], '--set holdFor=soon: the value has to be a number'],
    ['eager', ['holdFor='], '--set holdFor=: the value has to be a number'],
  ])('refuses preset %s with %j in words', async (preset, set, message) => {
    const refusal = command(preset, set);
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toBeInstanceOf(SettingError);
  });
});
