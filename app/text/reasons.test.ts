import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { driverFailure, endReason, gateReason, holdReason, offerReason, type DriverFailure, type EndReason, type GateReason, type HoldReason, type OfferReason } from '../contract/reason.ts';
import type { Standing } from '../contract/state.ts';
import { sessionErrors, type SessionError } from '../contract/values.ts';
import { languages } from './languages.ts';
import { driverFailureText, endReasonText, gateReasonText, holdReasonText, offerReasonShort, offerReasonText, requestFailureText, sessionErrorText } from './reasons.ts';
import { createTexts } from './texts.ts';

const now = new Date(2026, 2, 12, 14, 40).getTime();
const until = now + 3_600_000;
const codes = (union: z.ZodDiscriminatedUnion<z.ZodObject<{ code: z.ZodLiteral<string> }>[]>): string[] => union.options.flatMap(({ shape }) => [...shape.code.values]).sort();
const told = (reasons: readonly { code: string }[]): string[] => [...new Set(reasons.map(({ code }) => code))].sort();
const nameOf = (id: string): string => ({ cable: 'Cable', office5: 'Office 5G' })[id] ?? id;

const offers: OfferReason[] = [
  { code: 'currentLost', since: now - 3000 }, { code: 'currentHasNoInternet', since: now - 24_000 }, { code: 'currentIsWeak', level: -79, threshold: -76 },
  { code: 'betterClass', by: 'order' }, { code: 'betterClass', by: 'cost' }, { code: 'betterClass', by: 'kind' },
];
const gates: GateReason[] = [
  { code: 'notInReach' }, { code: 'notStored' }, { code: 'isCurrent' }, { code: 'weakerSecurity', security: 'open', current: 'wpa3' }, { code: 'metered' }, { code: 'coolDown', until },
  { code: 'excluded', until }, { code: 'excluded', until: null }, { code: 'notSeenTwice' }, { code: 'securityChanged' }, { code: 'unsteady', spread: 14.4 }, { code: 'tooWeak', level: -84, threshold: -80 },
];
const holds: HoldReason[] = [
  { code: 'notBetter', by: 'score' }, { code: 'notBetter', by: 'something else' }, { code: 'noTrigger' }, { code: 'notFirst' }, { code: 'pinned' }, { code: 'holding', until }, { code: 'trialRunning' }, { code: 'asleep', until: null }, { code: 'roamingPaused', until }, { code: 'roamingPaused', until: null },
  { code: 'userChoseRecently', until }, { code: 'clientForbids' }, { code: 'inCallOrStream', packetsPerSecond: 47.6 }, { code: 'offeredRecently', until }, { code: 'pairLimit', count: 3 }, { code: 'ignoredBefore', until }, { code: 'userForbids' }, { code: 'unansweredBefore', until }, { code: 'notWantedForLost' },
];
const ends: EndReason[] = [
  { code: 'accepted' }, { code: 'keptOnSilence' }, { code: 'rejected' }, { code: 'silence' }, { code: 'testFailed', test: 'internet' }, { code: 'testFailed', test: 'unheard of' }, { code: 'activationFailed', failure: 'wrongSecret' },
  { code: 'activationFailed', failure: 'DHCP gave up\u001b' }, { code: 'candidateLost' }, { code: 'bothLost' }, { code: 'stopped' }, { code: 'closed' }, { code: 'ignored', scope: 'hour' }, { code: 'ignored', scope: 'new' },
  { code: 'lapsed' }, { code: 'reasonGone' }, { code: 'handoverEnded' },
];
const failures: DriverFailure[] = driverFailure.shape.code.options.map((code) => ({ code, detail: 'the platform said so', stage: 'stage 3' }));
const standing = (accessPoint: string, kind: Standing['kind']): Standing => ({
  accessPoint, kind, inReach: true, order: 1, connectivity: 'full', connectivitySince: now, metered: false, security: null, level: null, frequency: null, noise: null, score: {} });
const offer = (reason: OfferReason): Parameters<typeof offerReasonText>[1] => ({ reason, current: 'cable', candidate: 'office5', currentStanding: standing('cable', 'wired'), candidateStanding: standing('office5', 'wifi') });

describe('every reason', () => {
  it('of the contract is tried here', () => {
    expect(told(offers)).toEqual(codes(offerReason as never));
    expect(told(gates)).toEqual(codes(gateReason as never));
    expect(told(holds)).toEqual(codes(holdReason as never));
    expect(told(ends)).toEqual(codes(endReason as never));
  });

  it.each(languages)('has words in %s, with every value put in', (language) => {
    const texts = createTexts(language);
    const all = [
      ...offers.map((reason) => offerReasonText(texts, offer(reason), nameOf, now)), ...offers.map((reason) => offerReasonShort(texts, reason, { kind: 'wifi', connectivity: 'full' })), ...gates.map((reason) => gateReasonText(texts, reason, now)),
      ...holds.map((reason) => holdReasonText(texts, reason, now)), ...ends.map((reason) => endReasonText(texts, reason)), ...failures.flatMap((failure) => Object.values(driverFailureText(texts, failure)).slice(2)),
      ...failures.map((failure) => driverFailureText(texts, failure).what),
      ...Object.keys(sessionErrors).map((error) => sessionErrorText(texts, error as SessionError)),
    ];
    for (const text of all) {
      expect(text).not.toBe('');
      // Neither a place left open nor a key in place of its text.
      expect(text).not.toMatch(/\{\{|^\w+(\.\w+)+$/);
    }
  });
});

describe('words of a reason', () => {
  const en = createTexts('en');
  const zh = createTexts('zh');

  it('run with time where the reason does', () => {
    expect(offerReasonText(en, offer(offers[1]!), nameOf, now)).toBe('Cable has had no internet for 24 s');
    expect(offerReasonText(en, offer(offers[1]!), nameOf, now + 1000)).toBe('Cable has had no internet for 25 s');
    expect(offerReasonText(zh, offer(offers[1]!), nameOf, now)).toBe('Cable 已 24 秒无互联网');
  });

  it('claim no internet for a candidate that was not tried', () => {
    expect(offerReasonShort(en, offers[1]!, { kind: 'wifi', connectivity: 'full' })).toBe('reaches the internet');
    expect(offerReasonShort(en, offers[1]!, { kind: 'wifi', connectivity: 'unknown' })).toBe('');
  });

  it('name the limit that decided', () => { expect(offerReasonText(en, offer(offers[2]!), nameOf, now)).toBe('Cable is weak: −79 dBm, below −76 dBm'); });

  it('say what to do next, and keep the platform’s own words, made harmless', () => {
    const text = driverFailureText(en, { code: 'wrongSecret', detail: 'handshake\u001b[2J failed' });
    expect(text.all).toBe('The password was not accepted. Enter it again.');
    expect(text.platform).toBe('The system says: \u2068handshake‹ESC›[2J failed\u2069.');
  });

  it('are the reference’s for errors of sessions (ENUM-08)', () => {
    expect((Object.keys(sessionErrors) as SessionError[]).map((error) => sessionErrorText(en, error))).toEqual([
      'Unknown session error.', 'The session was aborted by the user or system.', 'Roaming was aborted or is not possible.', 'The requested operation is not supported by the system.', 'The specified configuration cannot be used.',
    ]);
    expect(sessionErrorText(en, 'invalidConfigurationError', false)).toBe('Invalid configuration.');
  });

  it('put the host’s sentence behind a refusal', () => {
    expect(requestFailureText(en, { code: 'notFound', message: 'No session s9.' })).toBe('It is no longer there. \u2068No session s9.\u2069');
    expect(requestFailureText(en, { code: 'failed', message: '' })).toBe('It did not work.');
  });
});
