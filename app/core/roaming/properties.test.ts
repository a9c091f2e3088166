import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Standing } from '../../contract/state.ts';
import type { RecordEntry } from '../ports/record.ts';
import { asked, replay, traceSchema, type Trace, type TraceInput } from './replay/index.ts';
import { presets, type RoamingSettings } from './settings.ts';

/**
 * What holds of roaming whatever the networks and the user do: random traces, played through the whole core.
 * A long run: HANDOVER_RUNS=20000 npx vitest run app/core/roaming/properties.test.ts
 */
const runs = Number(process.env['HANDOVER_RUNS'] ?? 100);
const seed = process.env['HANDOVER_SEED'] ? { seed: Number(process.env['HANDOVER_SEED']) } : {};
/** A long run may take its time. */
const limit = 5_000 + runs * 60;
const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => Promise<void>, share = 1) =>
  fc.assert(fc.asyncProperty(arbitrary, holds), { numRuns: Math.ceil(runs * share), ...seed });

const wireless = ['a', 'b', 'c'] as const;
const radioOf = (id: string) => `radio ${id}`;
const wifi = (id: string, frequency: number, level: number | null, noise: number | null = null): TraceInput['accessPoints'][number] =>
  ({ id, noise, kind: 'wifi', security: 'wpa2', bss: [{ bssid: radioOf(id), frequency, level }] });
const read = (trace: TraceInput): Trace => {
  const { changes, ...rest } = traceSchema.parse(trace);
  return { ...rest, changes: changes.toSorted((one, other) => one.at - other.at) };
};

const level = fc.integer({ min: -92, max: -45 });
const at = fc.integer({ min: 0, max: 1_200 });
const anyChange: fc.Arbitrary<TraceInput['changes'][number]> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ at, accessPoint: fc.constantFrom(...wireless), level: fc.option(level, { freq: 10 }) })
    .map((each) => ({ at: each.at, change: 'levels' as const, accessPoint: each.accessPoint, bss: { [radioOf(each.accessPoint)]: each.level } })) },
  { weight: 3, arbitrary: fc.record({ at, change: fc.constant('connectivity' as const), accessPoint: fc.constantFrom(...wireless, 'cable'), value: fc.constantFrom('full' as const, 'limited' as const, 'none' as const, 'portal' as const) }) },
  { weight: 3, arbitrary: fc.record({ at, change: fc.constant('scan' as const) }) },
  { weight: 1, arbitrary: fc.record({ at, change: fc.constant('link' as const), accessPoint: fc.constantFrom(...wireless, 'cable'), state: fc.constantFrom('up' as const, 'down' as const) }) },
  { weight: 1, arbitrary: fc.record({ at, change: fc.constant('accessPoint' as const), accessPoint: fc.constant('cable'), set: fc.record({ inReach: fc.boolean() }) }) },
  { weight: 1, arbitrary: fc.record({ at, change: fc.constant('traffic' as const), interface: fc.constantFrom('wlan0', 'eth0'), packets: fc.constantFrom(0, 5, 60) }) },
  { weight: 1, arbitrary: fc.record({ at, change: fc.constant('roamTo' as const), session: fc.constant('desktop'), accessPoint: fc.constantFrom(...wireless) }) },
);
/** A property that never met what it is about has shown nothing; of few runs that is not asked. */
const often = (share: number) => (runs < 50 ? -1 : runs * share);
const seconds = fc.integer({ min: 0, max: 90 });
const anyAnswer: fc.Arbitrary<NonNullable<TraceInput['answers']>[number]> = fc.oneof(
  fc.record({ to: fc.constant('offer' as const), answer: fc.constantFrom('migrate' as const, 'ignore' as const, 'ignore' as const), scope: fc.constantFrom('thisTime' as const, 'thisTime' as const, 'hour' as const), after: seconds, times: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ to: fc.constant('trial' as const), answer: fc.constantFrom('accept' as const, 'reject' as const), after: fc.integer({ min: 0, max: 30 }), times: fc.integer({ min: 1, max: 2 }) }),
);

/** What sets things going: the one in use loses its internet, or grows weak beside a strong one. Without it most traces would have nothing to ask about. */
const trouble: fc.Arbitrary<TraceInput['changes']> = fc.oneof(
  fc.tuple(fc.integer({ min: 10, max: 300 }), fc.constantFrom('none' as const, 'portal' as const)).map(([from, value]) => [{ at: from, change: 'connectivity' as const, accessPoint: 'a', value }]),
  fc.tuple(fc.integer({ min: 10, max: 300 }), fc.integer({ min: -90, max: -78 }), fc.integer({ min: -65, max: -45 })).map(([from, own, other]) => [
    { at: from, change: 'levels' as const, accessPoint: 'b', bss: { [radioOf('b')]: other } },
    // As often as a mean of the last samples takes.
    ...[0, 1, 2, 3, 4].map((step) => ({ at: from + step, change: 'levels' as const, accessPoint: 'a', bss: { [radioOf('a')]: own } })),
  ]),
);

interface Case { trace: Trace; settings: RoamingSettings }

/** Three wireless access points and a cable, one or two radios, the desktop and a program that answers for itself. */
const anyCase: fc.Arbitrary<Case> = fc.record({
  levels: fc.tuple(level, fc.option(level), fc.option(level)), frequencies: fc.tuple(...wireless.map(() => fc.constantFrom(2437, 5180, 6115))),
  noise: fc.option(fc.integer({ min: -112, max: -90 })), radios: fc.integer({ min: 1, max: 2 }), ordered: fc.boolean(), metered: fc.boolean(), program: fc.boolean(), preset: fc.constantFrom(...Object.values(presets)),
  changes: fc.tuple(trouble, fc.array(anyChange, { minLength: 5, maxLength: 60 })).map((each) => each.flat()), answers: fc.array(anyAnswer, { minLength: 1, maxLength: 5 }),
}).map(({ levels, frequencies, noise, radios, ordered, metered, program, preset, changes, answers }) => ({
  settings: preset,
  trace: read({
    trace: 1, title: 'random', lasts: 1_500,
    interfaces: [...Array.from({ length: radios }, (_, index) => ({ id: `wlan${index}`, kind: 'wifi' as const })), { id: 'eth0', kind: 'wired' }],
    accessPoints: [
      ...wireless.map((id, index) => ({ ...wifi(id, frequencies[index] ?? 2437, levels[index] ?? null, noise), metered: metered && id === 'b', ...(id === 'a' && { link: { interface: 'wlan0' } }) })),
      { id: 'cable', kind: 'wired', inReach: false },
    ],
    order: ordered ? ['b', 'cable', 'a'] : [],
    sessions: [{ id: 'desktop', isDesktop: true }, ...(program ? [{ id: 'program', on: 'network:all', roaming: 'asked' as const }] : [])],
    changes, answers,
  }),
}));

async function recorded({ trace, settings }: Case): Promise<{ at: number; entry: RecordEntry }[]> {
  const entries: { at: number; entry: RecordEntry }[] = [];
  const { errors } = await replay(trace, settings, (time, entry) => { entries.push({ at: time, entry }); });
  expect(errors).toEqual([]);
  return entries;
}

describe('whatever the networks and the user do', () => {
  it('at most one trial runs on a host', async () => {
    let trials = 0;
    await check(anyCase, async (each) => {
      const running = new Set<string>();
      for (const { entry } of await recorded(each)) {
        if (entry.kind === 'trialStarted') { running.add(entry.trial.id); trials += 1; }
        if (entry.kind === 'trialEnded') running.delete(entry.trial);
        expect(running.size).toBeLessThanOrEqual(1);
      }
    });
    expect(trials).toBeGreaterThan(often(0.4));
  }, limit);

  it('one offer for a pair within its back-off, unless the current link has fallen by 5 dB more or is lost', async () => {
    let ignores = 0;
    await check(anyCase, async (each) => {
      const pairs = new Map<string, { times: number; until: number; level: number | null; excludedUntil: number }>();
      const levels = new Map<string, { pair: string; level: number | null }>();
      for (const { at: time, entry } of await recorded(each)) {
        if (entry.kind === 'offer') {
          const { id, current, candidate, currentStanding, reason } = entry.offer;
          const pair = `${current} to ${candidate}`;
          levels.set(id, { pair, level: currentStanding.level });
          const said = pairs.get(pair);
          const hasFallen = said !== undefined && said.level !== null && currentStanding.level !== null && currentStanding.level <= said.level - each.settings.fallAfterIgnore;
          if (said && reason.code !== 'currentLost' && !hasFallen) expect(time, `${pair} in its back-off`).toBeGreaterThanOrEqual(said.until);
          if (said) expect(time, `${pair}, excluded`).toBeGreaterThanOrEqual(said.excludedUntil);
        }
        if (entry.kind === 'offerEnded' && entry.end.code === 'ignored') {
          const { pair, level: then } = levels.get(entry.offer) ?? { pair: '', level: null };
          const times = (pairs.get(pair)?.times ?? 0) + 1;
          ignores += 1;
          pairs.set(pair, { times, level: then, until: time + (each.settings.ignoreBackOff / 1000) * 2 ** (times - 1), excludedUntil: entry.end.scope === 'hour' ? time + 3_600 : 0 });
        }
      }
    });
    expect(ignores).toBeGreaterThan(often(0.4));
  }, limit);

  it('at most one offer a minute for a session and three a day for a pair, a lost link aside', async () => {
    let again = 0;
    await check(anyCase, async (each) => {
      const lastOf = new Map<string, number>();
      const countOf = new Map<string, number>();
      for (const { at: time, entry } of await recorded(each)) {
        if (entry.kind !== 'offer') continue;
        const { session, current, candidate, reason } = entry.offer;
        const pair = `${current} to ${candidate}`;
        const last = lastOf.get(session);
        const count = countOf.get(pair) ?? 0;
        if (last !== undefined) again += 1;
        if (reason.code !== 'currentLost') {
          if (last !== undefined) expect(time - last, `${session} asked again`).toBeGreaterThanOrEqual(each.settings.offerApart / 1000 - 1e-6);
          expect(count, `${pair} again`).toBeLessThan(each.settings.offersADayForPair);
        }
        lastOf.set(session, time);
        countOf.set(pair, count + 1);
      }
    });
    expect(again).toBeGreaterThan(often(0.3));
  }, limit);

  it('nobody who is held is asked, and nobody at all while roaming is paused', async () => {
    let held = 0;
    let paused = 0;
    const pause = fc.tuple(anyCase, fc.integer({ min: 0, max: 300 }), fc.integer({ min: 300, max: 900 }));
    await check(pause, async ([{ trace, settings }, from, lasts]) => {
      const sessions: Trace['sessions'] = [...trace.sessions, { id: 'held', on: 'network:all', isDesktop: false, roaming: 'stays', open: true }];
      const changes: Trace['changes'] = [...trace.changes, { at: from, change: 'pause' as const, lasts }].toSorted((one, other) => one.at - other.at);
      const names = new Map<string, string>();
      for (const { at: time, entry } of await recorded({ trace: { ...trace, sessions, changes }, settings })) {
        if (entry.kind === 'sessionOpened') names.set(entry.session, entry.client);
        if (entry.kind === 'decision' && entry.decision.outcome.reason.code === 'clientForbids') held += 1;
        if (entry.kind === 'decision' && entry.decision.outcome.reason.code === 'roamingPaused') paused += 1;
        if (entry.kind !== 'offer') continue;
        expect(names.get(entry.offer.session)).not.toBe('held');
        expect(time <= from || time >= from + lasts, `asked at ${time}, paused from ${from} for ${lasts}`).toBe(true);
      }
    });
    expect(held).toBeGreaterThan(often(0.2));
    expect(paused).toBeGreaterThan(often(0.1));
  }, limit);

  it('no offer where the inequality does not hold', async () => {
    let offers = 0;
    await check(anyCase, async (each) => {
      for (const { at: time, entry } of await recorded(each)) {
        if (entry.kind !== 'offer' || entry.offer.reason.code === 'currentLost') continue;
        offers += 1;
        const { currentStanding, candidateStanding } = entry.offer;
        expect(whyNot(candidateStanding, currentStanding, each.settings, Date.parse(each.trace.start) + time * 1000)).toBeNull();
      }
    });
    expect(offers).toBeGreaterThan(often(1));
  }, limit);

  it('a lost link is asked about once: after a no not for that candidate again, after silence for none, until it is back', async () => {
    let [refused, silent] = [0, 0];
    // The link in use goes, and nobody or somebody answers; what else happens is anything.
    const loss = fc.tuple(anyCase, fc.integer({ min: 10, max: 200 }), fc.boolean(), fc.boolean());
    await check(loss, async ([{ trace, settings }, from, isAnswered, isPulled]) => {
      const others = ['b', 'c'].map((id) => ({ at: from - 1, change: 'levels' as const, accessPoint: id, bss: { [radioOf(id)]: -55 } }));
      // A cable that is pulled while the manager still holds its link is such a loss, and no session ends with the first no.
      const lose: Trace['changes'] = [...others, ...(isPulled
        ? [{ at: 5, change: 'accessPoint' as const, accessPoint: 'cable', set: { inReach: true } }, { at: 6, change: 'link' as const, accessPoint: 'cable', state: 'up' as const }, { at: from, change: 'accessPoint' as const, accessPoint: 'cable', set: { inReach: false } }]
        : [{ at: from, change: 'link' as const, accessPoint: 'a', state: 'down' as const }])];
      const story: Trace = {
        ...trace, lasts: 3_000, changes: [...trace.changes, ...lose].toSorted((one, other) => one.at - other.at),
        answers: isAnswered ? [{ to: 'offer', answer: 'ignore', scope: 'thisTime', after: 5, times: 2 }, ...trace.answers] : [],
      };
      const offers = new Map<string, { session: string; current: string; candidate: string; isLoss: boolean }>();
      const said = new Map<string, { no: Set<string>; isSilent: boolean }>();
      let seen = Number.NEGATIVE_INFINITY;
      const forget = (concerns: (session: string, current: string) => boolean): void => {
        for (const key of said.keys()) { const [session = '', current = ''] = key.split(' on '); if (concerns(session, current)) said.delete(key); }
      };
      for (const { at: time, entry } of await recorded({ trace: story, settings })) {
        // Back: by its link, or by what it can be reached over.
        if (entry.kind === 'linkUp') forget((_, current) => current === entry.accessPoint);
        for (const change of story.changes) if (change.change === 'accessPoint' && change.at > seen && change.at <= time && change.set.inReach === true) forget((_, current) => current === change.accessPoint);
        seen = time;
        if (entry.kind === 'sessionOpened' || entry.kind === 'sessionClosed' || entry.kind === 'followed' || entry.kind === 'trialEnded') forget((session) => session === entry.session);
        if (entry.kind === 'offer') {
          const { id, session, current, candidate, reason } = entry.offer;
          const before = said.get(`${session} on ${current}`);
          offers.set(id, { session, current, candidate, isLoss: reason.code === 'currentLost' });
          if (reason.code !== 'currentLost' || !before) continue;
          expect(before.no, `${candidate} at ${time} s`).not.toContain(candidate);
          expect(before.isSilent, `${candidate} at ${time} s, after silence`).toBe(false);
        }
        if (entry.kind !== 'offerEnded') continue;
        const offer = offers.get(entry.offer);
        if (!offer?.isLoss || (entry.end.code !== 'ignored' && entry.end.code !== 'lapsed')) continue;
        const key = `${offer.session} on ${offer.current}`;
        const so = said.get(key) ?? { no: new Set<string>(), isSilent: false };
        if (entry.end.code === 'ignored') { so.no.add(offer.candidate); refused += 1; } else { so.isSilent = true; silent += 1; }
        said.set(key, so);
      }
    });
    expect(refused).toBeGreaterThan(often(0.2));
    expect(silent).toBeGreaterThan(often(0.1));
  }, limit);

  it('no candidate in its cool-down after a failed trial', async () => {
    let failed = 0;
    await check(anyCase, async (each) => {
      const failures = new Map<string, { times: number; until: number }>();
      for (const { at: time, entry } of await recorded(each)) {
        if (entry.kind === 'offer') expect(time, `${entry.offer.candidate} cools down`).toBeGreaterThanOrEqual(failures.get(entry.offer.candidate)?.until ?? 0);
        if (entry.kind !== 'trialEnded') continue;
        const { code } = entry.end;
        if (code === 'accepted' || code === 'keptOnSilence') failures.delete(entry.to);
        if (code !== 'testFailed' && code !== 'activationFailed' && code !== 'silence' && code !== 'candidateLost') continue;
        const times = (failures.get(entry.to)?.times ?? 0) + 1;
        failed += 1;
        failures.set(entry.to, { times, until: time + (each.settings.coolDown / 1000) * 2 ** (times - 1) });
      }
    });
    expect(failed).toBeGreaterThan(often(0.2));
  }, limit);
});

describe('idle', () => {
  const others = anyChange.filter((each) => each.change !== 'roamTo' && (!('accessPoint' in each) || (each.accessPoint !== 'a' && each.change !== 'link')));
  const idle = fc.record({ preset: fc.constantFrom(...Object.values(presets)), changes: fc.array(others, { maxLength: 60 }), sway: fc.array(fc.integer({ min: -64, max: -45 }), { maxLength: 30 }) });

  it('no scan is asked for while the current link is strong and reaches the internet, whatever others do', async () => {
    await check(idle, async ({ preset, changes, sway }) => {
      const own = sway.map((each, index) => ({ at: index * 40, change: 'levels' as const, accessPoint: 'a', bss: { [radioOf('a')]: each } }));
      const { scans } = await replay(read({
        trace: 1, title: 'idle', lasts: 1_500, interfaces: [{ id: 'wlan0', kind: 'wifi' }, { id: 'eth0', kind: 'wired' }],
        accessPoints: [{ ...wifi('a', 5180, -55), link: {} }, wifi('b', 2437, -60), wifi('c', 5180, null), { id: 'cable', kind: 'wired', inReach: false }], changes: [...own, ...changes],
      }), preset);
      expect(scans).toEqual([]);
    });
  }, limit);
});

describe('a ping-pong door', () => {
  const door = fc.record({
    near: fc.integer({ min: -70, max: -50 }), far: fc.integer({ min: -94, max: -74 }), stay: fc.integer({ min: 2, max: 20 }), frequency: fc.constantFrom(2437, 5180),
    answer: fc.constantFrom(null, 'ignore' as const), noise: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 50, maxLength: 50 }),
  });

  it('no question is repeated in an hour, answered with no or not at all', async () => {
    await check(door, async ({ near, far, stay, frequency, answer, noise }) => {
      const every = 12;
      const changes = Array.from({ length: 300 }, (_, index) => {
        const isHere = Math.floor(index / stay) % 2 === 0;
        const sway = (offset: number) => noise[(index + offset) % noise.length] ?? 0;
        const levels = (id: string, strong: boolean) => ({ at: index * every, change: 'levels' as const, accessPoint: id, bss: { [radioOf(id)]: (strong ? near : far) + sway(strong ? 0 : 7) } });
        return [levels('a', isHere), levels('b', !isHere)];
      }).flat();
      const outcome = await replay(read({
        trace: 1, title: 'door', lasts: 3_600, interfaces: [{ id: 'wlan0', kind: 'wifi' }],
        accessPoints: [{ ...wifi('a', frequency, near), link: {} }, wifi('b', frequency, far)], changes, ...(answer && { answers: [{ to: 'offer', answer, after: 4 }] }),
      }), presets.balanced);
      const pairs = asked(outcome).map((each) => `${each.current} to ${each.candidate}`);
      expect(pairs, `asked at ${asked(outcome).map((each) => each.at).join(', ')} s`).toHaveLength(new Set(pairs).size);
    }, 0.2);
  }, limit);
});

/** Each was found by a property above, or is what its failure came down to. */
describe('two who are asked about the same pair', () => {
  const two = (more: Partial<TraceInput>): Trace => read({
    trace: 1, title: 'two', lasts: 1_000, interfaces: [{ id: 'wlan0', kind: 'wifi' }, { id: 'eth0', kind: 'wired' }],
    accessPoints: [{ ...wifi('a', 5180, -50), link: {} }, { id: 'cable', kind: 'wired' }], order: ['cable', 'a'],
    sessions: [{ id: 'desktop', isDesktop: true }, { id: 'program', on: 'network:all', roaming: 'asked' }], changes: [], ...more,
  });
  const times = async (trace: Trace) => asked(await replay(trace, presets.balanced)).map((each) => `${each.session} at ${each.at}`);

  it('"not for an hour" by one of them counts for the other: it is not asked again when its question has lapsed', async () => {
    expect(await times(two({ answers: [{ to: 'offer', session: 'desktop', answer: 'ignore', scope: 'hour', after: 0 }] }))).toEqual(['desktop at 10', 'program at 10']);
  });

  it('a question that lapsed without an answer does not come again in the same moment', async () => {
    expect(await times(two({ sessions: [{ id: 'desktop', isDesktop: true }] }))).not.toContain('desktop at 610');
  });

  it('one offer a minute for a session holds through a move of the system', async () => {
    const trace = two({
      lasts: 60, sessions: [{ id: 'desktop', isDesktop: true }], order: ['b', 'cable', 'a'],
      accessPoints: [{ ...wifi('a', 5180, -50), link: {} }, wifi('b', 2437, -71), { id: 'cable', kind: 'wired' }],
      changes: [{ at: 12, change: 'link', accessPoint: 'b', state: 'up' }],
    });
    expect(await times(trace)).toEqual(['desktop at 10']);
  });
});

/** The rules for "better, and now" once more, from the standings alone; null where they hold. Levels in dBm. */
function whyNot(candidate: Standing, current: Standing, settings: RoamingSettings, now: number): string | null {
  const has = (each: Standing) => each.connectivity === 'full' || each.connectivity === 'unknown';
  const is24 = (each: Standing) => (each.frequency ?? 0) < 4_000;
  const isWeak = (each: Standing) => each.level !== null && each.level < (is24(each) ? settings.weakLevel24 : settings.weakLevel5);
  const noInternet = !has(current) && now - current.connectivitySince >= settings.noInternetFor;
  if (candidate.metered && !current.metered && current.connectivity === 'full') return 'metered while the current one is not';
  if (has(candidate) !== has(current)) return !has(candidate) ? 'it lacks the internet' : noInternet || isWeak(current) ? null : 'no internet for too short a time';
  if (candidate.order !== null && current.order !== null && candidate.order !== current.order) {
    const first = candidate.order < current.order ? candidate : current;
    if (!isWeak(first)) return first === candidate ? null : 'the current one comes first in the order';
  }
  if (candidate.metered !== current.metered) return current.metered ? null : 'it is metered';
  const rank = (each: Standing) => ['mobile', 'wifi', 'wired'].indexOf(each.kind);
  if (rank(candidate) > rank(current) && candidate.connectivity === 'full') return null;
  if (rank(candidate) < rank(current) && current.connectivity === 'full') return 'the current one is of a better kind';
  if (candidate.level === null || current.level === null) return 'no levels to compare';
  if (!isWeak(current)) return 'the current one is strong enough';
  if (current.noise !== null && current.level - current.noise > settings.clearAboveNoise) return 'the current one is far above the noise';
  const bonus = (each: Standing) => (is24(each) ? 0 : (each.frequency ?? 0) < 5_900 ? 2 : 4);
  const gain = candidate.level + bonus(candidate) - current.level - bonus(current);
  // Shannon over the band's usual width, as an estimate of the rate.
  const rate = (each: Standing) => { const width = is24(each) ? 20 : 80; return width * Math.log2(1 + 10 ** (Math.min((each.level ?? -200) + 95 - 10 * Math.log10(width / 20), 40) / 10)); };
  if (gain >= settings.betterBy || (candidate.level >= settings.rateLevel && rate(candidate) >= settings.rateFactor * rate(current))) return null;
  return `only ${gain} dB better`;
}
