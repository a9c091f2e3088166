import { describe, expect, it } from 'vitest';
import { parseTrace, TraceError } from './parse-trace.ts';
import type { TraceInput } from './trace.ts';

const good: TraceInput = {
  trace: 1, title: 'A desk', lasts: 60, interfaces: [{ id: 'wlan0', kind: 'wifi' }],
  accessPoints: [{ id: 'office', kind: 'wifi', security: 'wpa2', bss: [{ bssid: '02:00:00:00:01:00', frequency: 5180, level: -60 }], link: {} }],
  changes: [{ at: 30, change: 'scan' }, { at: 10, change: 'connectivity', accessPoint: 'office', value: 'none' }],
};
function complaint(content: unknown): string {
  try {
    parseTrace('desk.json', typeof content === 'string' ? content : JSON.stringify(content));
  } catch (error) {
    expect(error).toBeInstanceOf(TraceError);
    return (error as TraceError).message;
  }
  return 'none';
}

describe('a trace', () => {
  it('fills in what is left out, and puts changes in the order of their times', () => {
    const trace = parseTrace('desk.json', `\uFEFF${JSON.stringify(good)}`);
    expect(trace.sessions).toEqual([{ id: 'desktop', on: 'network:all', isDesktop: true, roaming: 'follows', open: true }]);
    expect(trace.changes.map((each) => each.at)).toEqual([10, 30]);
    expect(trace.accessPoints[0]).toMatchObject({ stored: true, connectivity: 'full', link: { isDefault: true } });
  });

  it.each<[string, unknown, string]>([
    ['that is no JSON', '{ "trace": 1,', 'The trace desk.json cannot be used:\n- is not JSON: '],
    ['of another version', { ...good, trace: 2 }, '- trace: has to be 1, the version of the format'],
    ['without a title', { ...good, title: undefined }, '- title: is missing; it has to be a string'],
    ['with a key that is not known', { ...good, lenght: 3 }, '- lenght: is not known; see docs/replay.md'],
    ['with a value of another kind', { ...good, lasts: 'long' }, '- lasts: has to be a number'],
    ['that takes no time', { ...good, lasts: 0 }, '- lasts: has to be more than 0'],
    ['without interfaces', { ...good, interfaces: [] }, '- interfaces: has to have, in entries, at least 1'],
    ['with a change of no known kind', { ...good, changes: [{ at: 1, change: 'rain' }] }, '- changes[0].change: has to be a change with "change" one of: levels, scan, link,'],
    ['with a value of no known kind', { ...good, changes: [{ at: 1, change: 'connectivity', accessPoint: 'office', value: 'half' }] }, '- changes[0].value: has to be one of: unknown, none, portal, limited, full'],
    ['with a change after its end', { ...good, changes: [{ at: 61, change: 'scan' }] }, '- changes[0].at: is after the end of the trace (60 s); make "lasts" longer'],
    ['that names no access point it has', { ...good, changes: [{ at: 1, change: 'link', accessPoint: 'Office', state: 'down' }] }, '- changes[0].accessPoint: names access point "Office", which the trace does not have; it has office'],
    ['that names no radio it has', { ...good, changes: [{ at: 1, change: 'levels', accessPoint: 'office', bss: { x: -60 } }] }, '- changes[0].bss: names radio "x", which "office" does not have; it has 02:00:00:00:01:00'],
    ['that names no interface it has', { ...good, changes: [{ at: 1, change: 'traffic', interface: 'eth0', packets: 3 }] }, '- changes[0].interface: names interface "eth0"'],
    ['that names no session it has', { ...good, changes: [{ at: 1, change: 'session', session: 'me', do: 'close' }] }, '- changes[0].session: names session "me", which the trace does not have; it has desktop'],
    ['with two of one id', { ...good, accessPoints: [...good.accessPoints, ...good.accessPoints] }, '- has two access points with the id "office"'],
    ['with a wireless one without security', { ...good, accessPoints: [{ id: 'office', kind: 'wifi' }], changes: [] }, '- accessPoints[0].security: is missing; a wireless access point has one'],
    ['with an access point that no interface reaches', { ...good, accessPoints: [{ id: 'cable', kind: 'wired' }], changes: [] }, '- accessPoints[0].kind: is wired, and no interface is'],
    ['with a session on nothing', { ...good, sessions: [{ id: 'me', on: 'work' }] }, '- sessions[0].on: names access point "work"'],
    ['with a member that is not there', { ...good, serviceNetworks: [{ id: 'work', members: ['cable'] }] }, '- serviceNetworks[0].members[0]: names access point "cable"'],
    ['with an answer about nothing', { ...good, answers: [{ to: 'offer', candidate: 'cable', answer: 'migrate' }] }, '- answers[0].candidate: names access point "cable"'],
  ])('%s is refused with the place and what to do', (_, content, message) => { expect(complaint(content)).toContain(message); });

  it('with very many mistakes names the first twenty', () => {
    const text = complaint({ ...good, changes: Array.from({ length: 50 }, () => ({ at: 99, change: 'scan' })) });
    expect(text.split('\n')).toHaveLength(22);
    expect(text).toContain('- and 30 more of them');
  });
});
