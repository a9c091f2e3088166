import { describe, expect, it } from 'vitest';
import { wifiQr } from './wifi-qr.ts';

const network = { ssid: Buffer.from('Office').toString('hex'), security: 'wpa2', hidden: false, password: 'correct horse' } as const;

describe('the text of a QR', () => {
  it('lets another device join', () => {
    expect(wifiQr(network)).toBe('WIFI:T:WPA;S:Office;P:correct horse;;');
    expect(wifiQr({ ...network, security: 'open', password: null })).toBe('WIFI:T:nopass;S:Office;;');
    expect(wifiQr({ ...network, hidden: true })).toBe('WIFI:T:WPA;S:Office;P:correct horse;H:true;;');
  });

  it('keeps signs of its own out of name and password', () => {
    expect(wifiQr({ ...network, ssid: Buffer.from('a;P:b').toString('hex'), password: '\\";,:' })).toBe('WIFI:T:WPA;S:a\\;P\\:b;P:\\\\\\"\\;\\,\\:;;');
  });

  it('is not there for a name that is no text, a password that is not known, and a sign-in of a person', () => {
    expect([wifiQr({ ...network, ssid: 'ff00' }), wifiQr({ ...network, password: null }), wifiQr({ ...network, security: 'enterprise' })]).toEqual([null, null, null]);
  });
});
