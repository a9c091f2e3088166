import { z } from 'zod';
import { asked, notAsked, engineScans, type ReplayOutcome } from './outcome.ts';

/**
 * What the rules of roaming expect of a trace, written by hand. A time is a number of seconds, met to the second, or
 * a span from–to where the rules leave room (a smoothed level, the moment of a scan).
 */
const time = z.union([z.number(), z.tuple([z.number(), z.number()])]);
const reasonOfOffer = z.enum(['currentLost', 'currentHasNoInternet', 'currentIsWeak', 'betterClass']);
const count = z.union([z.number().int(), z.tuple([z.number().int(), z.number().int()])]);

export const expectationSchema = z.strictObject({
  /** Which rules lead there, for whoever reads it. */
  why: z.array(z.string()).min(1),
  /** Every question, in order, those of one moment by session; no other one may come. */
  asked: z.array(z.strictObject({ at: time, session: z.string(), current: z.string(), candidate: z.string(), reason: reasonOfOffer })).optional(),
  /** At most so many questions for any pair of access points. */
  mostForAPair: z.number().int().optional(),
  /** Access points that may never be offered. */
  never: z.array(z.string()).default([]),
  /** Decisions against an offer that have to be there, among others. */
  notAsked: z.array(z.strictObject({ candidate: z.string(), outcome: z.enum(['gated', 'held']), reason: z.string(), at: time.optional() })).default([]),
  /** Every change of place, in order, trials that went back included. */
  moves: z.array(z.strictObject({ session: z.string(), from: z.string(), to: z.string(), by: z.enum(['trial', 'system', 'wentBack']), end: z.string().optional() })).optional(),
  /** Scans that the roaming engine asked for. */
  scans: count.optional(),
});
export type Expectation = z.output<typeof expectationSchema>;

/** Where the outcome is not what was expected, in words; empty where it is. */
export function differences(expected: Expectation, outcome: ReplayOutcome): string[] {
  const found = [...outcome.errors.map((each) => `The core failed: ${each}`)];
  const questions = asked(outcome).toSorted((a, b) => a.at - b.at || a.session.localeCompare(b.session));
  if (expected.asked) {
    const wanted = expected.asked;
    for (let index = 0; index < Math.max(wanted.length, questions.length); index++) {
      const want = wanted[index];
      const got = questions[index];
      const gotText = got ? `${got.session}: ${got.candidate} instead of ${got.current}, ${got.reason.code}, at ${round(got.at)} s` : 'nothing';
      const wantText = want ? `${want.session}: ${want.candidate} instead of ${want.current}, ${want.reason}, at ${timeText(want.at)} s` : 'nothing';
      const same = want && got && want.session === got.session && want.current === got.current && want.candidate === got.candidate && want.reason === got.reason.code && isAt(want.at, got.at);
      if (!same) found.push(`Question ${index + 1}: expected ${wantText}; asked ${gotText}.`);
    }
  }
  const pairs = new Map<string, number[]>();
  for (const each of questions) {
    const pair = `${each.candidate} instead of ${each.current}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), each.at]);
    if (expected.never.includes(each.candidate)) found.push(`${each.candidate} may never be offered; it was, at ${round(each.at)} s, as ${each.reason.code}.`);
  }
  for (const [pair, times] of pairs)
    if (expected.mostForAPair !== undefined && times.length > expected.mostForAPair)
      found.push(`${pair} may be asked ${expected.mostForAPair === 1 ? 'once' : `${expected.mostForAPair} times`}; it was asked at ${times.map(round).join(', ')} s.`);
  for (const want of expected.notAsked) {
    const there = notAsked(outcome).some((each) => each.candidate === want.candidate && each.outcome.outcome === want.outcome && each.outcome.reason.code === want.reason
      && (want.at === undefined || isAt(want.at, each.at)));
    if (!there) found.push(`${want.candidate} has to be ${want.outcome} as ${want.reason}${want.at === undefined ? '' : ` at ${timeText(want.at)} s`}; it was not.`);
  }
  if (expected.moves) {
    const got = outcome.events.flatMap((each) => (each.event === 'moved' ? [`${each.session}: ${each.from} → ${each.to} by ${each.by}${each.end ? `, ${each.end.code}` : ''}`]
      : each.event === 'wentBack' ? [`${each.session}: ${each.from} → ${each.to} by wentBack, ${each.end.code}`] : []));
    const want = expected.moves.map((each) => `${each.session}: ${each.from} → ${each.to} by ${each.by}${each.end ? `, ${each.end}` : ''}`);
    if (got.join('\n') !== want.join('\n')) found.push(`Expected the moves [${want.join('; ')}]; they were [${got.join('; ')}].`);
  }
  if (expected.scans !== undefined) {
    const scans = engineScans(outcome);
    const [least, most] = typeof expected.scans === 'number' ? [expected.scans, expected.scans] : expected.scans;
    if (scans < least || scans > most) found.push(`Expected ${least === most ? least : `${least} to ${most}`} scans; the engine asked for ${scans}.`);
  }
  return found;
}

const isAt = (want: z.output<typeof time>, got: number): boolean => (typeof want === 'number' ? Math.abs(got - want) <= 1 : got >= want[0] && got <= want[1]);
const timeText = (want: z.output<typeof time>): string => (typeof want === 'number' ? `${want}` : `${want[0]} to ${want[1]}`);
const round = (value: number): number => Math.round(value * 10) / 10;
