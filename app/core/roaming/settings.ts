/**
 * Every number of the roaming rules under its name (roaming.md), with the balanced value; the other presets move
 * them together. Levels dBm, differences dB, times ms.
 */
export const balanced = {
  /** Below it the current one is weak, which is a reason to look for another (iwd's thresholds). */
  weakLevel24: -70, weakLevel5: -76,
  /** Below it the matter does not wait for the holding time. */
  criticalLevel24: -80, criticalLevel5: -82,
  /** A candidate must reach it at least. */
  candidateLevel24: -80, candidateLevel5: -77,
  /** Spread of a candidate's last levels above which it is unsteady, dB. */
  candidateSpread: 10,
  /** Last levels of an access point that are kept: their mean is its level, and how far they fall is its spread. */
  levelsKept: 5,
  /** A candidate must have been seen in two scans at least so far apart. */
  seenTwiceApart: 5_000,
  /** What each higher band (5 GHz, 6 GHz) adds to the score, dB (wpa_supplicant). */
  bandBonus: 2,
  /** A candidate must be better by so much; by more while the current one is not weak. */
  betterBy: 8, betterByWhileGood: 12,
  /** While the current one's level is so far above the noise, where that is known, no score is a reason (wpa_supplicant). */
  clearAboveNoise: 25,
  /** … or promise so many times the rate, at a level of at least: */
  rateFactor: 1.5, rateLevel: -67,
  /** Without validated internet for so long is a reason to move. */
  noInternetFor: 20_000,
  /** That it had no internet when it was last up is believed of an access point for so long; after that nobody knows. */
  believedFor: 300_000,
  /** A reason must hold for so long. */
  holdFor: 10_000,
  /** After the user's own choice the engine is silent. */
  silentAfterUserChoice: 60_000,
  /** Packets a second in either direction, over so long, that mean a call or a stream (Android). */
  callPacketsPerSecond: 16, callWindow: 10_000,
  /** Not more than one offer in this time. */
  offerApart: 60_000,
  /** Offers a day for a pair. */
  offersADayForPair: 3,
  /** First back-off for a pair that was ignored; doubles up to the longest. */
  ignoreBackOff: 60_000, ignoreBackOffLongest: 86_400_000,
  /** A pair whose offer nobody answered before its reason went is left alone for so long: a door is no reason to ask twice. */
  unansweredBackOff: 3_600_000,
  /** After waking up links are left to come back by themselves. */
  settleAfterSleep: 20_000,
  /** An ignored offer comes again when the current one has fallen by so much more, dB. */
  fallAfterIgnore: 5,
  /** First cool-down of a candidate after a failed trial; doubles up to the longest. */
  coolDown: 300_000, coolDownLongest: 38_400_000,
  /** Scans while the current one is a reason to look elsewhere: the second, then so many at this distance, then seldom; a reason after so long is a new one. */
  scanAgain: 6_000, scanEvery: 30_000, scanTimes: 10, scanSeldom: 300_000,
  /** An offer lapses. */
  offerLasts: 600_000,
  /** Trial: longest carrier test, and the countdown until silence answers. */
  carrierTest: 8_000, countdown: 20_000,
  /** A countdown that the user paused goes on by itself after so long: a trial is no state to stay in. */
  pauseLasts: 600_000,
  /** Delay (ms) and share of loss of the new link that are worth a warning; a loss that fails the test where the old link loses less. */
  delayWarns: 400, lossWarns: 0.1, lossFails: 0.5,
  /** A decision that stays as it was is recorded again when a level has moved so far, since other settings might decide otherwise there, dB. */
  recordAgainBy: 6,
  /** After accept the old link lingers so that open sockets can finish. */
  linger: 30_000,
};
export type RoamingSettings = typeof balanced;

export const presets: Record<'conservative' | 'balanced' | 'eager', RoamingSettings> = {
  balanced,
  conservative: {
    ...balanced, weakLevel24: -74, weakLevel5: -79, betterBy: 12, betterByWhileGood: 18, rateFactor: 2.5,
    noInternetFor: 45_000, holdFor: 30_000, offerApart: 300_000, offersADayForPair: 1, ignoreBackOff: 600_000,
  },
  eager: {
    ...balanced, weakLevel24: -66, weakLevel5: -72, betterBy: 5, betterByWhileGood: 8, rateFactor: 1.25,
    noInternetFor: 8_000, holdFor: 4_000, offersADayForPair: 10,
  },
};

/** A preset with single numbers changed; unknown names and values that are no numbers are left out. */
export function roamingSettings(preset: keyof typeof presets, changed: Readonly<Record<string, number>>): RoamingSettings {
  const result = { ...presets[preset] };
  for (const [name, value] of Object.entries(changed))
    if (name in result && Number.isFinite(value)) result[name as keyof RoamingSettings] = value;
  return result;
}
