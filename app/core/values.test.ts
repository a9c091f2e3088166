import { describe, expect, it } from 'vitest';
import { bearers, Capability, configurationTypes, purposes, sessionErrors, sessionStates, StateFlag, UsagePolicy } from '../contract/values.ts';
import { errorString, invalidConfigurationString } from './session-errors.ts';

/** The numbers of the reference, for whoever knows it. */
describe('values', () => {
  it('ENUM-01: session states', () => { expect(Object.keys(sessionStates)).toEqual(['invalid', 'notAvailable', 'connecting', 'connected', 'closing', 'disconnected', 'roaming']); expect(Object.values(sessionStates)).toEqual([0, 1, 2, 3, 4, 5, 6]); });
  it('ENUM-02: errors', () => { expect(sessionErrors).toEqual({ unknownSessionError: 0, sessionAbortedError: 1, roamingError: 2, operationNotSupportedError: 3, invalidConfigurationError: 4 }); });
  it('ENUM-03: state flags contain one another', () => {
    expect(StateFlag).toEqual({ undefined: 1, defined: 2, discovered: 6, active: 14 });
    expect(StateFlag.active & StateFlag.discovered).toBe(StateFlag.discovered);
    expect(StateFlag.discovered & StateFlag.defined).toBe(StateFlag.defined);
    expect(StateFlag.active & StateFlag.undefined).toBe(0);
  });
  it('ENUM-04: types and purposes', () => {
    expect(configurationTypes).toEqual({ internetAccessPoint: 0, serviceNetwork: 1, userChoice: 2, invalid: 3 });
    expect(purposes).toEqual({ unknown: 0, public: 1, private: 2, serviceSpecific: 3 });
  });
  it('ENUM-05: bearers', () => {
    const inOrder = Object.values(bearers).toSorted((a, b) => a.number - b.number).map((each) => each.name);
    expect(inOrder).toEqual(['Unknown', 'Ethernet', 'WLAN', '2G', 'CDMA2000', 'WCDMA', 'HSPA', 'Bluetooth', 'WiMAX', 'EVDO', 'LTE', '3G', '4G']);
  });
  it('CFG-07: families', () => {
    const families = Object.fromEntries(Object.entries(bearers).map(([bearer, { family }]) => [bearer, family]));
    expect(families).toEqual({
      unknown: 'unknown', ethernet: 'ethernet', wlan: 'wlan', '2g': '2g', bluetooth: 'bluetooth', cdma2000: '3g', evdo: '3g', wcdma: '3g', hspa: '3g', '3g': '3g', wimax: '4g', lte: '4g', '4g': '4g',
    });
  });
  it('ENUM-06: capability bits', () => { expect(Object.values(Capability)).toEqual([1, 2, 4, 8, 16, 32, 64]); });
  it('ENUM-07: usage policies', () => { expect(UsagePolicy).toEqual({ noPolicy: 0, noBackgroundTrafficPolicy: 1 }); });
  it('ENUM-08: error strings', () => {
    expect(Object.keys(sessionErrors).map((error) => errorString(error as keyof typeof sessionErrors))).toEqual([
      'Unknown session error.', 'The session was aborted by the user or system.', 'Roaming was aborted or is not possible.',
      'The requested operation is not supported by the system.', 'The specified configuration cannot be used.',
    ]);
    expect(invalidConfigurationString).toBe('Invalid configuration.');
  });
});
