import { beforeEach, describe, expect, test } from 'vitest';
import { openBusNotifier } from './bus-notifier.ts';
import type { Notifier } from './notifier.ts';
import type { SessionBus } from './session-bus.ts';

/** A bus with one notification service on it, whose owner can change. */
function fakeBus(capabilities: string[]) {
  let isInhibited: boolean | null = null;
  const calls: { member: string; values: unknown[] }[] = [];
  let signal: Parameters<SessionBus['onSignal']>[1] = () => undefined;
  let changed = () => { /* nobody listens yet */ };
  let owner: Parameters<SessionBus['watchName']>[1] = () => undefined;
  const bus: SessionBus = {
    async call({ member }, _signature, values = []) {
      if (member === 'Get') {
        if (isInhibited === null) throw new Error('There is no such property.');
        return isInhibited;
      }
      calls.push({ member, values });
      if (member === 'GetCapabilities') return capabilities;
      return member === 'Notify' ? (values[1] === 0 ? calls.length : values[1]) : undefined;
    },
    async watchName(_name, told) { owner = told; told(':1.5'); },
    async onSignal({ interface: name }, told) { if (name === 'org.freedesktop.Notifications') signal = told; else changed = () => told({ member: 'PropertiesChanged', sender: ':1.5', values: [] }); },
  };
  return {
    bus, calls,
    inhibit: (inhibited: boolean) => { isInhibited = inhibited; changed(); },
    signal: (member: string, values: unknown[], sender = ':1.5') => signal({ member, sender, values }),
    changeOwner: (name: string | null) => owner(name),
    notified: () => calls.filter(({ member }) => member === 'Notify').map(({ values }) => values),
  };
}

describe('notifications over the session bus', () => {
  let fake: ReturnType<typeof fakeBus>;
  let notifier: Notifier;
  let chosen: string[];
  const message = (title: string) => ({ title, body: 'a & b', buttons: [{ key: 'migrate', label: 'Migrate' }], buttonless: 'Open it.', chosen: (key: string) => { chosen.push(key); } });
  /** Until all that was asked for is done. */
  const settled = () => new Promise((resolve) => { setImmediate(resolve); });
  const open = async (capabilities: string[]) => {
    fake = fakeBus(capabilities);
    notifier = await openBusNotifier(fake.bus, { icon: 'handover', openLabel: () => 'Open', log: { error(what) { throw new Error(what); } } });
  };
  beforeEach(async () => {
    chosen = [];
    await open(['body', 'actions']);
  });
  const showOne = async (): Promise<unknown> => {
    notifier.show('prompt', message('one'));
    await settled();
    return fake.calls.findLastIndex(({ member }) => member === 'Notify') + 1;
  };

  test('a second message takes the place of the first', async () => {
    const id = await showOne();
    notifier.show('prompt', message('two'));
    await settled();
    expect(fake.notified().map(([, replaces, , title]) => [replaces, title])).toEqual([[0, 'one'], [id, 'two']]);
  });

  test('a button and a click on the whole are told apart', async () => {
    const id = await showOne();
    fake.signal('ActionInvoked', [id, 'migrate']);
    fake.signal('ActionInvoked', [id, 'default']);
    await settled();
    expect(chosen).toEqual(['migrate', 'open']);
  });

  test('neither another program’s notification nor another program’s word is an answer', async () => {
    const id = await showOne();
    fake.signal('ActionInvoked', [99, 'migrate']);
    fake.signal('ActionInvoked', [id, 'migrate'], ':1.66');
    await settled();
    expect(chosen).toEqual([]);
  });

  test('a server that was replaced knows nothing of our message: its ids are others’', async () => {
    const id = await showOne();
    fake.changeOwner(':1.9');
    fake.signal('ActionInvoked', [id, 'migrate'], ':1.9');
    await settled();
    expect(chosen).toEqual([]);
    await showOne();
    expect(fake.notified().at(-1)?.[1]).toBe(0);
  });

  test('a button pressed before the server’s answer is read is an answer all the same', async () => {
    notifier.show('prompt', message('one'));
    // The answer to GetCapabilities came first: the id will be 2.
    fake.signal('ActionInvoked', [2, 'migrate']);
    await settled();
    expect(chosen).toEqual(['migrate']);
  });

  test('withdrawn right after it was shown, it is closed under the id it was given', async () => {
    notifier.show('prompt', message('one'));
    notifier.withdraw('prompt');
    await settled();
    expect(fake.calls.at(-1)).toEqual({ member: 'CloseNotification', values: [2] });
  });

  test('closed by the person, it is not closed again', async () => {
    const id = await showOne();
    fake.signal('NotificationClosed', [id, 2]);
    notifier.withdraw('prompt');
    await settled();
    expect(fake.calls.map(({ member }) => member)).not.toContain('CloseNotification');
  });

  test.each([
    [['body', 'actions'], 'a & b', ['default', 'Open', 'migrate', 'Migrate']],
    [['body', 'actions', 'body-markup'], 'a &amp; b', ['default', 'Open', 'migrate', 'Migrate']],
    [['body'], 'a & b Open it.', ['default', 'Open']],
  ])('a server that can %j gets what it can show', async (capabilities, body, actions) => {
    await open(capabilities);
    await showOne();
    expect(fake.notified()[0]?.slice(4, 6)).toEqual([body, actions]);
  });

  test('news stand beside what waits for an answer, and neither takes the other’s place', async () => {
    const id = await showOne();
    notifier.show('news', message('news'));
    await settled();
    expect(fake.notified().map(([, replaces, , title]) => [replaces, title])).toEqual([[0, 'one'], [0, 'news']]);
    notifier.withdraw('prompt');
    await settled();
    expect(fake.calls.at(-1)).toEqual({ member: 'CloseNotification', values: [id] });
  });

  describe('do not disturb', () => {
    test('holds a message back until it ends', async () => {
      fake.inhibit(true);
      notifier.show('prompt', message('one'));
      await settled();
      expect(fake.notified()).toEqual([]);
      fake.inhibit(false);
      await settled();
      expect(fake.notified().map(([, , , title]) => title)).toEqual(['one']);
    });

    test('what is over by then is not told', async () => {
      fake.inhibit(true);
      notifier.show('prompt', message('one'));
      notifier.withdraw('prompt');
      await settled();
      fake.inhibit(false);
      await settled();
      expect(fake.notified()).toEqual([]);
    });

    test('on a server that does not know it, nothing is held back', async () => {
      await showOne();
      expect(fake.notified()).toHaveLength(1);
    });
  });
});
