import { describe, expect, it } from 'vitest';
import { createTexts } from '../../app/text/index.ts';
import { byId, desktop, device, emptyState, link, radio, session, start, wired, wireless } from '../fixtures/make.ts';
import { managerGone, notConnected, offer, quiet, trial, trialActivating, trialFailed, trialPassed } from '../fixtures/states.ts';
import { currentAccessPoint, promptOf, wayTo } from '../../app/contract/reading.ts';
import { hindrance, holders } from './connection.ts';
import { offerFacts, secondsLeft, spokenMark, testCount, trialFacts } from './facts.ts';
import { rowFacts, rowSpoken, rowState, type RowInput } from './row.ts';
import { consequence, stopHits } from './sessions.ts';
import { configurationName } from '../../app/text/index.ts';

const en = createTexts('en');

describe('the current connection', () => {
  it('is what the desktop’s session uses', () => { expect(currentAccessPoint(quiet())).toBe('office5'); });

  it('is the best link that is up where the desktop has no session: by reach, then by kind', () => {
    const state = emptyState({
      interfaces: byId([device('e0', { kind: 'wired', connectivity: 'none' }), device('w0', { connectivity: 'full' }), device('e1', { kind: 'wired', connectivity: 'full' })]),
      configurations: byId([wired('a', 'A', { link: link('e0') }), wireless('b', 'B', 'wpa3', [], { link: link('w0') }), wired('c', 'C', { link: link('e1') })]),
    });
    expect(currentAccessPoint(state)).toBe('c');
  });

  it('is nothing where nothing is up', () => { expect(currentAccessPoint(notConnected())).toBeNull(); });

  it('is held by its open sessions, the desktop’s first', () => { expect(holders(quiet(), 'office5').map(({ id }) => id)).toEqual(['desktop', 'rsync', 'Syncthing']); });
});

describe('connecting an access point', () => {
  it('moves the desktop’s session where it is a member', () => { expect(wayTo(quiet(), 'office')).toEqual({ way: 'roam', session: 'desktop' }); });
  it('opens a session of its own where it is not', () => { expect(wayTo(quiet(), 'wlan:meeting')).toEqual({ way: 'open', session: null }); });
  it('takes the session that is there already', () => {
    const state = quiet();
    state.sessions.mine = session('mine', { client: desktop, configuration: 'wlan:meeting', isOpen: false });
    expect(wayTo(state, 'wlan:meeting')).toEqual({ way: 'open', session: 'mine' });
  });

  it.each([['home', 'outOfReach'], ['wlan:eduroam', null], ['office', null]] as const)('of %s is hindered by: %s', (id, why) => {
    const state = quiet();
    expect(hindrance(state, state.configurations[id]!)).toBe(why);
  });
  it('is hindered while the manager is gone, and while a trial runs', () => {
    expect(hindrance(managerGone(), managerGone().configurations.office!)).toBe('managerGone');
    expect(hindrance(trial(), trial().configurations.office!)).toBe('trialRunning');
  });
});

describe('the prompt', () => {
  it('is the trial before any offer', () => {
    expect(promptOf(quiet())).toEqual({ kind: 'none' });
    expect(promptOf(offer())).toMatchObject({ kind: 'offer', offer: { id: 'offer-1' } });
    expect(promptOf({ ...offer(), trial: trial().trial })).toMatchObject({ kind: 'trial', trial: { id: 'trial-1' } });
  });
  it('is not for offers that a program answers itself', () => {
    const state = offer({ session: 'rsync' });
    state.sessions.rsync = { ...state.sessions.rsync!, roaming: 'answersItself' };
    expect(promptOf(state)).toEqual({ kind: 'none' });
  });
});

describe('a row', () => {
  const input = (id: string, change: Partial<RowInput> = {}, state = quiet()): RowInput => ({
    configuration: state.configurations[id]!, interface: state.interfaces[state.configurations[id]!.accessPoint!.interfaces[0]!] ?? null, isCurrent: false, isGone: false, isStale: false, pending: null, offer: null, trial: null, day: start, ...change });

  it.each([
    ['the current one', input('office5', { isCurrent: true }), 'Connected', 'ok'],
    ['one that is up without internet', input('cable'), 'No internet since 14:31', 'warn'],
    ['the current one without internet', input('cable', { isCurrent: true }), 'Connected, no internet', 'warn'],
    ['one that was asked for', input('office', { pending: 'connecting' }), 'Connecting…', 'plain'],
    ['one that failed', input('office', {}, notConnected()), 'The password was not accepted', 'warn'],
    ['the current one that is lost', input('office', { isCurrent: true }), 'Lost', 'warn'],
    ['one out of reach', input('home'), 'Out of reach', 'faint'],
    ['a link whose manager does not answer', input('office5', { isCurrent: true, isStale: true }), 'Connected, as last known', 'plain'],
    ['an access point that is not in use, whose manager does not answer', input('phone', { isStale: true }), 'Metered', 'plain'],
    ['one that has gone while its row stands still', input('office', { isGone: true }), 'Out of reach', 'faint'],
    ['a metered one', input('phone'), 'Metered', 'plain'],
    ['one that is offered', input('office', { offer: offer().offers['offer-1']! }), 'Better: reaches the internet', 'ok'],
    ['one on trial', input('office', { trial: 'onTrial' }), 'On trial', 'ok'],
    ['a network of several radios', input('wlan:eduroam'), '3 radios', 'plain'],
    ['one with nothing to say', input('office'), '', 'plain'],
  ] as const)('says of %s: %s', (_, row, text, tone) => { expect(rowState(en, row)).toMatchObject({ text, tone }); });

  it('shows speed, band and level where they belong', () => {
    expect(rowFacts(en, input('cable'))).toMatchObject({ level: '1 Gbit/s', band: '', security: '' });
    expect(rowFacts(en, input('office5'))).toMatchObject({ level: '−58 dBm', band: '5 GHz', security: 'WPA3' });
    expect(rowFacts(en, input('phone'))).toMatchObject({ level: '4G', band: 'Mobile' });
  });

  it('reads as a sentence', () => {
    const row = input('office5', { isCurrent: true });
    expect(rowSpoken(en, configurationName(en, row.configuration), 2, rowState(en, row), rowFacts(en, row), 'Wi-Fi')).toBe('Office 5G, Wi-Fi, number 2, Connected, secured with WPA3, 5 GHz, signal −58 dBm');
  });
});

describe('the facts of an offer', () => {
  it('stand side by side, times running on', () => {
    const state = offer();
    const facts = offerFacts(en, state, state.offers['offer-1']!, start + 6000);
    expect(facts.map(({ label, current, other }) => [label, current.text, other.text])).toEqual([
      ['Internet', 'none for 30 s', 'reached'], ['Link', 'wired, 1 Gbit/s', '5 GHz, −58 dBm'], ['Cost', 'unmetered', 'unmetered'], ['Security', '–', 'WPA3'], ['Address', '10.20.1.44', 'changes'],
    ]);
    expect(facts[0]).toMatchObject({ current: { mark: 'failed' }, other: { mark: 'passed' } });
  });
  it('name the order where it decided', () => {
    const state = offer({ reason: { code: 'betterClass', by: 'order' } });
    expect(offerFacts(en, state, state.offers['offer-1']!, start)[0]).toMatchObject({ label: 'Your order', current: { text: '1st' }, other: { text: '2nd' } });
  });
});

describe('the facts of a trial', () => {
  const lines = (state: ReturnType<typeof trial>): [string, string, string | null][] => trialFacts(en, state.trial!).map(({ current, other }) => [current.text, other.text, other.mark]);
  it('fill in as they come', () => {
    expect(lines(trial())).toEqual([['10.20.1.44', '10.20.4.117', 'passed'], ['2 ms', '3 ms', 'passed'], ['no answer', '9 ms', 'passed'], ['not reached', 'reached, 21 ms', 'passed'], ['14 ms, 12 % lost', '9 ms, 0 % lost', 'running']]);
    expect(lines(trialActivating()).map(([, text, mark]) => [text, mark])).toEqual(Array.from({ length: 5 }, () => ['waiting', 'waiting']));
    expect(lines(trialFailed()).slice(3)).toEqual([['not reached', 'sign-in page', 'failed'], ['14 ms, 12 % lost', 'not tested', null]]);
  });
  it('are counted', () => {
    expect(testCount(trial().trial!)).toEqual({ passed: 4, count: 5 });
    expect(testCount(trialPassed().trial!)).toEqual({ passed: 5, count: 5 });
  });
  it('count down in whole seconds that never pass zero, and not while it goes back', () => {
    const { trial: one } = trial();
    expect([0, 1, 999, 1000, 13_999, 14_000, 20_000].map((later) => secondsLeft(one!, start + later))).toEqual([14, 14, 14, 13, 1, 0, 0]);
    expect(secondsLeft(trialFailed().trial!, start)).toBeNull();
    expect(secondsLeft(trialActivating().trial!, start)).toBeNull();
  });
  it('are spoken at 20, 10 and 5 s only', () => { expect([21, 20, 11, 10, 6, 5, 0].map(spokenMark)).toEqual([null, 20, 20, 10, 10, 5, 5]); });
});

describe('what closing and stopping a session would do', () => {
  it('names who else holds the link, and how many a stop hits', () => {
    const state = quiet();
    expect(stopHits(state, state.sessions.rsync!)).toHaveLength(3);
    expect(consequence(en, state, state.sessions.rsync!).replace(/[\u2068\u2069]/g, '')).toBe('Closing leaves Office 5G up: Desktop and Syncthing still hold it. Stop takes it down for all 3.');
  });
  it('says that the link goes down with the last one, unless somebody else brought it up', () => {
    const state = quiet();
    state.sessions = byId([session('rsync')]);
    expect(consequence(en, state, state.sessions.rsync!)).toContain('takes \u2068Office 5G\u2069 down');
    state.configurations.office5 = wireless('office5', 'Office 5G', 'wpa3', [radio('x', 5220, -58)], { link: link('wlp3s0') });
    expect(consequence(en, state, state.sessions.rsync!)).toContain('Handover did not bring it up');
  });
});
