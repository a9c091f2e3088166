import { describe, expect, test } from 'vitest';
import { createTexts } from '../app/text/index.ts';
import { accessPoint, hostState, networkInterface, offer, session, trial } from './testing/state.ts';
import { trayView, type TrayView } from './tray-menu.ts';

const texts = createTexts('en');
const seen = (text: string): string => text.replace(/[\u2068\u2069]/gu, '');
const labels = ({ items }: TrayView) => items.flatMap((item) => ('label' in item ? [seen(item.label)] : []));
const actionOf = ({ items }: TrayView, label: string) => items.flatMap((item) => (item.item === 'action' && seen(item.label) === label ? [item.action] : []))[0];

describe('the tray', () => {
  test('says what carries the traffic and whether it reaches the internet', () => {
    const view = trayView(hostState(), texts);
    expect(view).toMatchObject({ picture: 'wired', attention: false });
    expect(seen(view.tooltip)).toBe('Cable: no internet');
    expect(labels(view)).toEqual(['Cable: no internet', 'Pause roaming for an hour', 'Pause roaming until quit', 'Open Handover', 'Quit']);
  });

  test('while the manager does not answer it says so, and not what was', () => {
    const state = hostState();
    expect(trayView({ ...state, driver: { ...state.driver, name: 'networkmanager', available: false } }, texts).tooltip).toBe('NetworkManager does not answer');
  });

  test('before the state is known it opens and quits', () => {
    expect(labels(trayView(null, texts))).toEqual(['Open Handover', 'Quit']);
  });

  test('without a connection it says so', () => {
    const view = trayView(hostState({
      sessions: { 'session-1': session({ isOpen: false, activeConfiguration: '', state: 'disconnected' }) }, configurations: { cable: accessPoint('cable', 'Cable', 'wired', null) },
    }), texts);
    expect(view).toMatchObject({ picture: 'offline', tooltip: 'Not connected' });
  });

  test('a link that is up is told even while the desktop’s session is closed', () => {
    const view = trayView(hostState({ sessions: { 'session-1': session({ isOpen: false, activeConfiguration: '', state: 'disconnected' }) } }), texts);
    expect(seen(view.tooltip)).toBe('Cable: no internet');
  });

  test('a wireless connection has a picture of its own', () => {
    const view = trayView(hostState({ sessions: { 'session-1': session({ activeConfiguration: 'office' }) }, configurations: { office: accessPoint('office', 'Office 5G', 'wifi', 'wlan0') } }), texts);
    expect(view).toMatchObject({ picture: 'wifi' });
    expect(seen(view.tooltip)).toBe('Office 5G: internet reached');
  });

  test('an offer stands in the menu with its reason and its answers', () => {
    const view = trayView(hostState({ offers: { 'offer-1': offer() } }), texts);
    expect(view.attention).toBe(true);
    expect(labels(view).slice(1, 5)).toEqual(['Move to Office 5G?', 'Cable has had no internet for 24 s', 'Migrate', 'Ignore']);
    expect(actionOf(view, 'Migrate')).toEqual({ answer: 'migrate', session: 'session-1' });
    expect(actionOf(view, 'Ignore')).toEqual({ answer: 'ignore', session: 'session-1', scope: 'thisTime' });
  });

  test('an offer that a program answers itself is not the person’s', () => {
    const view = trayView(hostState({ sessions: { 'session-1': session({ roaming: 'answersItself', client: { id: 'client-2', name: 'Call', pid: 77, isDesktop: false } }) }, offers: { 'offer-1': offer() } }), texts);
    expect(labels(view)).not.toContain('Migrate');
  });

  test.each([
    ['activating', ['Reject'], true], ['testing', ['Accept', 'Reject'], true], ['passed', ['Accept', 'Reject'], true], ['keeping', [], false], ['returning', [], false],
  ] as const)('a trial that is %s can be answered by %j; the menu keeps its lines', (phase, answers, attention) => {
    const view = trayView(hostState({ trial: trial({ phase }) }), texts);
    expect(view.attention).toBe(attention);
    expect(labels(view).slice(0, 4)).toEqual(['Trying Office 5G', 'No answer means: back to Cable.', 'Accept', 'Reject']);
    expect(view.items.flatMap((item) => (item.item === 'action' && item.enabled && ['Accept', 'Reject'].includes(item.label) ? [item.label] : []))).toEqual(answers);
  });

  test('while roaming is paused it can be resumed', () => {
    const view = trayView(hostState({ roamingPaused: { until: null } }), texts);
    expect(labels(view)).toEqual(['Cable: no internet', 'Paused until quit', 'Resume roaming', 'Open Handover', 'Quit']);
  });

  test('nothing that only time changes is in it: a menu that changes every second cannot be read', () => {
    const state = hostState({ offers: { 'offer-1': offer() } });
    const later = { ...state, clock: { ...state.clock, at: state.clock.at + 5_000 } };
    expect(trayView(later, texts)).toEqual(trayView(state, texts));
  });

  const onWifi = (level: number, connectivity: 'full' | 'portal' = 'full') => {
    const office = accessPoint('office', 'Office 5G', 'wifi', 'wlan0');
    return hostState({
      sessions: { 'session-1': session({ activeConfiguration: 'office' }) }, interfaces: { wlan0: networkInterface('wlan0', 'wifi', connectivity) },
      configurations: { office: { ...office, accessPoint: { ...office.accessPoint!, level } } },
    });
  };

  test.each([[-50, 'wifi'], [-68, 'wifi'], [-73, 'wifi-fair'], [-84, 'wifi-weak'], [-95, 'wifi-weak']] as const)('its picture tells a level of %i dBm as %s', (level, picture) => {
    expect(trayView(onWifi(level), texts).picture).toBe(picture);
  });

  test('its picture tells a sign-in page', () => {
    expect(trayView(onWifi(-50, 'portal'), texts).picture).toBe('portal');
  });

  test('a question stands in the menu: it is answered in the window, or dismissed', () => {
    const question = { id: 'question-1', session: 'session-1', client: 'Desktop', failed: null, at: 0, expiresAt: 1 };
    const view = trayView(hostState({ questions: { 'question-1': question } }), texts);
    expect(view.attention).toBe(true);
    expect(labels(view).slice(1, 4)).toEqual(['Which connection?', 'Choose…', 'Cancel']);
    expect([actionOf(view, 'Choose…'), actionOf(view, 'Cancel')]).toEqual([{ answer: 'open' }, { answer: 'dismissQuestion', question: 'question-1' }]);
  });

  describe('what can be moved to', () => {
    const known = (id: string, name: string, change: object = {}) => ({ ...accessPoint(id, name, 'wifi', null), ...change });
    const all = { ...accessPoint('network:all', '', 'other', null), type: 'serviceNetwork' as const, stored: false, accessPoint: null, members: ['cable', 'office', 'phone', 'home', 'a', 'b'] };
    const state = hostState({ configurations: {
      'network:all': all, cable: accessPoint('cable', 'Cable', 'wired', 'eth0'), office: known('office', 'Office 5G'), phone: known('phone', 'Phone'), home: known('home', 'Home', { state: 2 }), a: known('a', 'A'), b: known('b', 'B'),
      seen: known('seen', 'Seen', { stored: false, state: 1 }),
    } });
    const moveTo = (view: TrayView) => { const lines = labels(view); return lines.slice(lines.indexOf('Move to') + 1, lines.indexOf('Pause roaming for an hour')); };

    test('is what is known and in reach: the last used first, then the user’s order, four at most', () => {
      expect(moveTo(trayView(state, texts, ['cable', 'b', 'home']))).toEqual(['B', 'Office 5G', 'Phone', 'A']);
      expect(actionOf(trayView(state, texts), 'Phone')).toEqual({ answer: 'connect', accessPoint: 'phone' });
    });

    test('is not offered while something else waits for an answer', () => {
      expect(labels(trayView({ ...state, offers: { 'offer-1': offer() } }, texts))).not.toContain('Move to');
    });
  });
});
