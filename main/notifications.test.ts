import { beforeEach, describe, expect, test } from 'vitest';
import { createTexts } from '../app/text/index.ts';
import type { Answer } from './answer.ts';
import { Notifications } from './notifications.ts';
import type { NotificationPlace, NotifierMessage } from './notifier.ts';
import { accessPoint, hostState, networkInterface, offer, session, trial } from './testing/state.ts';
import { FakeTiming } from './testing/fake-timing.ts';

const texts = createTexts('en');
const seen = (text: string): string => text.replace(/[\u2068\u2069]/gu, '');
const offered = hostState({ offers: { 'offer-1': offer() } });
const quiet = hostState();

describe('notifications', () => {
  let places: Partial<Record<NotificationPlace, NotifierMessage>>;
  let told: NotifierMessage[];
  let answers: (Answer | 'open')[];
  let watched: boolean;
  let notifications: Notifications;
  let timing: FakeTiming;

  beforeEach(() => {
    places = {};
    timing = new FakeTiming();
    told = [];
    answers = [];
    watched = false;
    notifications = new Notifications({
      notifier: { show(place, message) { places[place] = message; told.push(message); }, withdraw(place) { delete places[place]; } },
      timing,
      isWatched: () => watched,
      answer: (answer) => answers.push(answer),
      open: () => answers.push('open'),
    });
  });

  test('an offer is told with its reason and its two answers', () => {
    notifications.update(offered, texts);
    expect(seen(places.prompt!.title)).toBe('Move to Office 5G?');
    expect(seen(places.prompt!.body)).toBe('Cable has had no internet for 24 s.');
    expect(places.prompt!.buttons.map(({ label }) => label)).toEqual(['Migrate', 'Ignore']);
  });

  test('its buttons answer, a click on it opens the window', () => {
    notifications.update(offered, texts);
    for (const key of ['migrate', 'ignore', 'open']) places.prompt!.chosen(key);
    expect(answers).toEqual([{ answer: 'migrate', session: 'session-1' }, { answer: 'ignore', session: 'session-1', scope: 'thisTime' }, 'open']);
  });

  test('it is told once, however often the state changes', () => {
    notifications.update(offered, texts);
    notifications.update({ ...offered, isOnline: false }, texts);
    expect(told).toHaveLength(1);
  });

  test('it is taken back when the offer ends elsewhere', () => {
    notifications.update(offered, texts);
    notifications.update(quiet, texts);
    expect(places).toEqual({});
  });

  test('nothing is told where the person sees the prompt in the window, nor afterwards', () => {
    watched = true;
    notifications.update(offered, texts);
    watched = false;
    notifications.update(offered, texts);
    expect(told).toEqual([]);
  });

  test('it is taken back when the person comes to the window', () => {
    notifications.update(offered, texts);
    notifications.windowSeen();
    expect(places).toEqual({});
  });

  test('nothing is told when the setting says so', () => {
    notifications.update({ ...offered, settings: { ...offered.settings, notifyOffers: false } }, texts);
    expect(told).toEqual([]);
  });

  test('the trial takes the offer’s place once the new link is up, and says what silence means', () => {
    notifications.update(offered, texts);
    notifications.update(hostState({ trial: trial({ phase: 'activating' }) }), texts);
    expect(places).toEqual({});
    notifications.update(hostState({ trial: trial({ phase: 'testing' }) }), texts);
    expect(seen(places.prompt!.title)).toBe('Trying Office 5G');
    expect(seen(places.prompt!.body)).toBe('No answer means: back to Cable.');
    expect(places.prompt!.buttons.map(({ label }) => label)).toEqual(['Accept', 'Reject']);
    places.prompt!.chosen('accept');
    expect(answers).toEqual([{ answer: 'accept', session: 'session-1' }]);
  });

  test('a trial that goes back has nothing to ask any more', () => {
    notifications.update(hostState({ trial: trial({ phase: 'testing' }) }), texts);
    notifications.update(hostState({ trial: trial({ phase: 'returning' }) }), texts);
    expect(places).toEqual({});
  });

  test('a question is told with who asks; it opens the window or is dismissed', () => {
    const question = { id: 'question-1', session: 'session-2', client: 'backup', failed: null, at: offered.clock.at, expiresAt: offered.clock.at + 120_000 };
    const asked = hostState({ questions: { 'question-1': question }, sessions: { ...quiet.sessions, 'session-2': session({ id: 'session-2', client: { id: 'client-2', name: 'backup', pid: 7, isDesktop: false } }) } });
    notifications.update(asked, texts);
    expect(seen(places.prompt!.title)).toBe('Which connection for backup?');
    expect(places.prompt!.buttons.map(({ label }) => label)).toEqual(['Choose…', 'Cancel']);
    for (const key of ['open', 'dismiss']) places.prompt!.chosen(key);
    expect(answers).toEqual(['open', { answer: 'dismissQuestion', question: 'question-1' }]);
    notifications.update({ ...asked, settings: { ...asked.settings, notifyQuestions: false } }, texts);
    expect(places).toEqual({});
  });

  test('many at once are spread over time, and only the last is told', () => {
    for (let number = 0; number < 20; number++) notifications.update(hostState({ offers: { [`offer-${number}`]: offer({ id: `offer-${number}` }) } }), texts);
    expect(told).toHaveLength(5);
    timing.pass(12_000);
    expect(told).toHaveLength(6);
    timing.pass(600_000);
    expect(told).toHaveLength(6);
  });

  test('one that waits for its turn is not told when the person has come to the window', () => {
    for (let number = 0; number < 6; number++) notifications.update(hostState({ offers: { [`offer-${number}`]: offer({ id: `offer-${number}` }) } }), texts);
    notifications.windowSeen();
    timing.pass(600_000);
    expect(told).toHaveLength(5);
  });

  test('a data cap is told when it is nearly used up, again when it is reached, and not otherwise', () => {
    const capped = (level: 'within' | 'warned' | 'reached', used: number) => hostState({ caps: { office: { cap: { period: 'month', startDay: 1, bytes: 1_000_000_000, warnAt: 0.8 }, used, from: 0, until: 9, level } } });
    notifications.update(capped('within', 1), texts);
    expect(places.cap).toBeUndefined();
    notifications.update(capped('warned', 800_000_000), texts);
    notifications.update(capped('warned', 900_000_000), texts);
    expect(told.map(({ title, body }) => [seen(title), body])).toEqual([['The data cap of Office 5G is nearly used up', '800 MB of 1.0 GB used.']]);
    notifications.update(capped('reached', 1_000_000_000), texts);
    expect(seen(places.cap!.title)).toBe('The data cap of Office 5G is reached');
    notifications.update(capped('within', 0), texts);
    expect(places.cap).toBeUndefined();
  });

  describe('news', () => {
    const up = quiet;
    const lost = hostState({ sessions: { 'session-1': session({ isOpen: false, activeConfiguration: '', state: 'disconnected' }) }, configurations: { cable: accessPoint('cable', 'Cable', 'wired', null), office: accessPoint('office', 'Office 5G', 'wifi', null) } });
    const elsewhere = hostState({ sessions: { 'session-1': session({ activeConfiguration: 'office' }) }, configurations: { cable: accessPoint('cable', 'Cable', 'wired', null), office: accessPoint('office', 'Office 5G', 'wifi', 'wlan0') } });
    const portal = { ...elsewhere, interfaces: { ...elsewhere.interfaces, wlan0: networkInterface('wlan0', 'wifi', 'portal') } };
    const without = (state: typeof up, kind: 'notifyConnected' | 'notifyLost' | 'notifyPortals') => ({ ...state, settings: { ...state.settings, [kind]: false } });
    const news = () => places.news && [seen(places.news.title), seen(places.news.body)];

    test('how things were at the start is none', () => {
      notifications.update(lost, texts);
      timing.pass(60_000);
      notifications.update(up, texts);
      timing.pass(60_000);
      expect(told).toEqual([]);
    });

    test('a loss is told when it lasts, and taken back when a connection is there again', () => {
      notifications.update(up, texts);
      notifications.update(lost, texts);
      timing.pass(4_000);
      notifications.update(up, texts);
      timing.pass(60_000);
      expect(places).not.toHaveProperty('news', expect.objectContaining({ title: 'Not connected' }));
      notifications.update(lost, texts);
      timing.pass(5_000);
      expect(news()).toEqual(['Not connected', 'Cable is lost.']);
      notifications.update(without(up, 'notifyConnected'), texts);
      expect(places).toEqual({});
    });

    test('a loss that is followed by an offer is told by the offer', () => {
      notifications.update(up, texts);
      notifications.update(lost, texts);
      notifications.update({ ...lost, offers: { 'offer-1': offer() } }, texts);
      timing.pass(60_000);
      expect(Object.keys(places)).toEqual(['prompt']);
    });

    test('another access point and a sign-in page are told, one in the place of the other', () => {
      notifications.update(up, texts);
      notifications.update(elsewhere, texts);
      timing.pass(2_000);
      expect(news()).toEqual(['Connected to Office 5G', 'It reaches the internet.']);
      notifications.update(portal, texts);
      timing.pass(2_000);
      expect(news()).toEqual(['Office 5G wants you to sign in', 'A sign-in page answers in place of the internet.']);
      places.news!.chosen('open');
      expect(answers).toEqual(['open']);
    });

    test.each([[lost, 'notifyLost'], [elsewhere, 'notifyConnected'], [portal, 'notifyPortals']] as const)('is not told when the setting says so: %#', (state, kind) => {
      notifications.update(up, texts);
      notifications.update(without(state, kind), texts);
      timing.pass(60_000);
      expect(told).toEqual([]);
    });

    test('a trial is none: the person moves', () => {
      notifications.update(up, texts);
      notifications.update({ ...elsewhere, trial: trial({ phase: 'keeping' }) }, texts);
      timing.pass(60_000);
      expect(places.news).toBeUndefined();
    });
  });
});
