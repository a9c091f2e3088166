import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWifiQr, wifiQr } from './wifi-qr.ts';

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

describe('reading a QR', () => {
  const hex = (text: string) => Buffer.from(text).toString('hex');
  const read = (text: string) => { const code = readWifiQr(text); return code && [Buffer.from(code.ssid, 'hex').toString(), code.security, code.password, code.hidden]; };

  it.each([
    ['WIFI:T:WPA;S:Office;P:correct horse;;', ['Office', 'wpa2', 'correct horse', false]],
    ['WIFI:S:Office;T:WPA;P:correct horse;H:true;;', ['Office', 'wpa2', 'correct horse', true]],
    ['wifi:T:nopass;S:Lobby;;', ['Lobby', 'open', null, false]],
    ['WIFI:S:Lobby;;', ['Lobby', 'open', null, false]],
    ['WIFI:T:nopass;S:Lobby;P:left over;;', ['Lobby', 'open', null, false]],
    ['WIFI:S:Home;P:no type said;;', ['Home', 'wpa2', 'no type said', false]],
    ['WIFI:T:WEP;S:Old;P:12345;', ['Old', 'wep', '12345', false]],
    ['WIFI:T:SAE;S:New;P:x;;', ['New', 'wpa3', 'x', false]],
    ['WIFI:T:WPA;R:1;S:New;P:x;;', ['New', 'wpa3', 'x', false]],
    ['WIFI:T:WPA;S:"ABCD";P:"0123456789";;', ['ABCD', 'wpa2', '0123456789', false]],
    ['WIFI:T:WPA;S:二楼咖啡;P:a\\;b\\:c;;', ['二楼咖啡', 'wpa2', 'a;b:c', false]],
    ['WIFI:T:WPA;S:first;S:second;P:12345678', ['first', 'wpa2', '12345678', false]],
  ])('understands %s', (text, expected) => { expect(read(text)).toEqual(expected); });

  it('tells who signs in', () => {
    expect(readWifiQr('WIFI:T:WPA2-EAP;S:eduroam;E:PEAP;PH2:MSCHAPV2;A:anonymous@uni.example;I:ada@uni.example;P:secret;;'))
      .toEqual({ ssid: hex('eduroam'), security: 'enterprise', hidden: false, password: 'secret', identity: 'ada@uni.example', anonymousIdentity: 'anonymous@uni.example' });
  });

  it.each(['', 'https://example.org/WIFI:S:a;;', 'WIFI:', 'WIFI:T:WPA;P:no name;;', 'WIFI:T:quantum;S:a;P:b;;', `WIFI:S:${'x'.repeat(33)};;`])('refuses %s', (text) => { expect(readWifiQr(text)).toBeNull(); });

  it('reads back what was written, whatever name and password are', () => {
    const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 32 }).filter((name) => Buffer.byteLength(name) <= 32);
    fc.assert(fc.property(fc.record({ name: names, password: fc.string({ unit: 'binary', minLength: 1, maxLength: 63 }), security: fc.constantFrom('wpa2', 'wep') }), ({ name, password, security }) => {
      expect(readWifiQr(wifiQr({ ssid: hex(name), security, hidden: false, password })!)).toMatchObject({ ssid: hex(name), security, password });
    }));
  });
});
