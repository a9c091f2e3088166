import { beforeEach, describe, expect, test } from 'vitest';
import { createTexts } from '../app/text/index.ts';
import type { Answer } from './answer.ts';
import { Notifications } from './notifications.ts';
import type { NotifierMessage } from './notifier.ts';
import { hostState, offer, trial } from './testing/state.ts';

const texts = createTexts('en');
const seen = (text: string): string => text.replace(/[\u2068\u2069]/gu, '');
const offered = hostState({ offers: { 'offer-1': offer() } });
const quiet = hostState();

describe('notifications', () => {
  let standing: NotifierMessage | null;
  let told: NotifierMessage[];
  let answers: (Answer | 'open')[];
  let watched: boolean;
  let notifications: Notifications;

  beforeEach(() => {
    standing = null;
    told = [];
    answers = [];
    watched = false;
    notifications = new Notifications({
      notifier: { show(message) { standing = message; told.push(message); }, withdraw() { standing = null; } },
      isWatched: () => watched,
      answer: (answer) => answers.push(answer),
      open: () => answers.push('open'),
    });
  });

  test('an offer is told with its reason and its two answers', () => {
    notifications.update(offered, texts);
    expect(seen(standing!.title)).toBe('Move to Office 5G?');
    expect(seen(standing!.body)).toBe('Cable has had no internet for 24 s.');
    expect(standing!.buttons.map(({ label }) => label)).toEqual(['Migrate', 'Ignore']);
  });

  test('its buttons answer, a click on it opens the window', () => {
    notifications.update(offered, texts);
    for (const key of ['migrate', 'ignore', 'open']) standing!.chosen(key);
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
    expect(standing).toBeNull();
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
    expect(standing).toBeNull();
  });

  test('nothing is told when the setting says so', () => {
    notifications.update({ ...offered, settings: { ...offered.settings, notifyOffers: false } }, texts);
    expect(told).toEqual([]);
  });

  test('the trial takes the offer’s place once the new link is up, and says what silence means', () => {
    notifications.update(offered, texts);
    notifications.update(hostState({ trial: trial({ phase: 'activating' }) }), texts);
    expect(standing).toBeNull();
    notifications.update(hostState({ trial: trial({ phase: 'testing' }) }), texts);
    expect(seen(standing!.title)).toBe('Trying Office 5G');
    expect(seen(standing!.body)).toBe('No answer means: back to Cable.');
    expect(standing!.buttons.map(({ label }) => label)).toEqual(['Accept', 'Reject']);
    standing!.chosen('accept');
    expect(answers).toEqual([{ answer: 'accept', session: 'session-1' }]);
  });

  test('a trial that goes back has nothing to ask any more', () => {
    notifications.update(hostState({ trial: trial({ phase: 'testing' }) }), texts);
    notifications.update(hostState({ trial: trial({ phase: 'returning' }) }), texts);
    expect(standing).toBeNull();
  });
});
