import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateWithNames } from './testing/state-with-names.ts';
import { problemReport } from './problem-report.ts';
import { Redactor } from './redact.ts';

const about = { version: '1.2.3', runtimes: [{ name: 'Electron', version: '45.4.1' }], system: 'linux 6.1 x64', dataFolder: '/home/ada/.config/Handover' };
const report = (log = '', state = stateWithNames()) => problemReport({ about, state, log, names: { user: 'ada', computer: 'analytical-engine' }, now: 0 });

describe('a problem report', () => {
  it('says what is needed to find a fault', () => {
    expect(JSON.parse(report())).toMatchObject({
      program: { version: '1.2.3', system: 'linux 6.1 x64' },
      driver: { name: 'networkmanager', available: true },
      interfaces: [{ id: 'interface 1', kind: 'wifi', connectivity: 'full', addresses: ['IPv4/24', 'IPv6/64'] }],
      configurations: [{ id: 'access point 1', security: 'wpa3', nameBytes: 12, failure: { code: 'failed', detail: 'no lease on [interface 1] for [access point 1]' } }],
      sessions: [{ active: 'access point 1' }],
    });
  });

  it('names no network, program, address or place, in the log neither', () => {
    const log = [
      'Ada’s Place answered from 10.0.0.7 (2001:db8::7, fe80::1%wlp3s0), a4:6b:1f:20:9c:44',
      'at file:///home/ada/handover/out/main/index.js:12:40 on analytical-engine, wlan:41646120506c616365313131',
      'GET https://portal.example.org/login?mac=a46b mailto ada@example.org 3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    ].join('\n');
    const text = report(log);
    for (const secret of ['Ada’s', 'Ada at', 'Place', '4164612050', '10.0.0', '2001:db8', 'fe80', 'a4:6b', 'wlp3s0', '/home/ada', 'analytical', 'portal.example', 'example.org', '3f2504e0', 'Torrent', '/home/me']) expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(text).toContain('index.js:12:40');
  });

  it('is made where there is no state too', () => {
    expect(JSON.parse(problemReport({ about, state: null, log: 'The host could not be opened', names: {}, now: 0 }))).toMatchObject({ log: { last: ['The host could not be opened'] } });
  });
});

describe('redaction', () => {
  const hidden = new Redactor(new Map());
  it('leaves no address of any form', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6().filter((address) => address.includes('::') || address.split(':').length === 8), fc.uuid(), fc.webUrl(), fc.emailAddress().filter((address) => /^[\w.+-]+@/.test(address))), (address) => {
      expect(hidden.text(`cause (${address}) code 7`)).not.toContain(address);
    }));
  });

  it('leaves a known name nowhere', () => {
    fc.assert(fc.property(fc.string({ minLength: 5, maxLength: 32 }).filter((name) => name.trim().length > 4), fc.string(), fc.string(), (name, before, after) => {
      const names = new Map([[name, 'network 1']]);
      expect(new Redactor(names).text(`${before} ${name} ${after}`).replaceAll('[network 1]', '')).not.toContain(name);
    }));
  });

  it.each(['12:40:07 tick', 'version 45.4.1', 'index.js:120:33', '2026-11-23T13:48:49.123Z', '−58 dBm, 5 GHz'])('leaves what tells nobody anything: %s', (text) => {
    expect(hidden.text(text)).toBe(text);
  });
});
