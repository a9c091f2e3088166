import type { Standing } from '../../contract/state.ts';

/** A wireless one on 5 GHz at −60 dBm that reaches the internet, but for what is changed; its score is its level. */
export const wifi = (change: Partial<Standing> = {}): Standing => {
  const level = change.level === undefined ? -60 : change.level;
  return {
    accessPoint: 'wifi', inReach: true, kind: 'wifi', order: null, connectivity: 'full', connectivitySince: 0, metered: false, security: 'wpa2',
    level, frequency: 5180, noise: null, score: level === null ? {} : { level }, ...change,
  };
};

/** A cable that reaches the internet, but for what is changed. */
export const cable = (change: Partial<Standing> = {}): Standing => ({
  accessPoint: 'cable', inReach: true, kind: 'wired', order: null, connectivity: 'full', connectivitySince: 0, metered: false, security: null,
  level: null, frequency: null, noise: null, score: {}, ...change,
});
