import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { failed } from './ports/driver.ts';
import { CoreRig, desktop, listen, program } from './testing/core-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: CoreRig<ScriptedDriver>;

/** "up" is up by the system, "free" is in reach, "away" is stored but out of reach, "seen" has no profile. */
beforeEach(async () => {
  clock = new FakeClock();
  driver = new ScriptedDriver(clock).add('up', { up: true }).add('free').add('away', { inReach: false }).add('seen', { stored: false });
  rig = await new CoreRig(driver, clock).start();
});

const session = (configuration: string, client = desktop) => rig.core.createSession(configuration, client);

describe('close()', () => {
  it('CLOSE-01, CLOSE-03: a link that the system brought up stays up when the last session closes', async () => {
    const made = session('up');
    made.open();
    await clock.settle();
    const heard = listen(made);
    made.close();
    await clock.advance(5_000);
    expect([heard, made.state, driver.commands]).toEqual([['closed'], 'connected', []]);
  });

  it('CLOSE-02, CLOSE-03: what Handover brought up goes down with the last session only', async () => {
    const one = session('free');
    const two = session('free', program);
    one.open();
    two.open();
    await clock.advance(2_000);
    const first = listen(one);
    const second = listen(two);
    one.close();
    await clock.advance(2_000);
    expect([first, second, two.state]).toEqual([['closed'], [], 'connected']);
    two.close();
    await clock.advance(2_000);
    expect(second).toEqual(['state closing', 'closed', 'state disconnected']);
    expect(first).toEqual(['closed', 'state closing', 'state disconnected']);
    expect(driver.commands).toEqual(['activate free', 'deactivate free']);
  });

  it('CLOSE-04, CLOSE-08: nothing to close is nothing', async () => {
    for (const id of ['up', 'nothing']) {
      const made = session(id);
      const heard = listen(made);
      made.close();
      await clock.settle();
      expect(heard).toEqual([]);
    }
  });

  it('CLOSE-05: while connecting it cancels, and a late success never opens', async () => {
    const made = session('free');
    const heard = listen(made);
    made.open();
    await clock.settle();
    made.close();
    await clock.advance(5_000);
    expect(heard).toEqual(['state connecting', 'state closing', 'closed', 'state disconnected']);
    expect(made.isOpen).toBe(false);
  });

  it('CLOSE-05: opening again while the first attempt is being undone opens in the end', async () => {
    const made = session('free');
    made.open();
    await clock.settle();
    made.close();
    made.open();
    await clock.advance(10_000);
    expect([made.isOpen, made.state]).toEqual([true, 'connected']);
  });

  it('CLOSE-06: after a loss it withdraws the wish to reopen', async () => {
    const made = session('up');
    made.setSessionProperty('reopenWhenAvailable', true);
    made.open();
    await clock.settle();
    driver.takeDown('up');
    await clock.settle();
    made.close();
    driver.bringUp('up');
    await clock.settle();
    expect([made.isOpen, made.state]).toEqual([false, 'connected']);
  });

  it('CLOSE-09: close() inside opened and open() inside closed work', async () => {
    const made = session('up');
    const heard = listen(made);
    let again = true;
    made.on('opened', () => { if (again) made.close(); });
    made.on('closed', () => { if (again) { again = false; made.open(); } });
    made.open();
    await clock.settle();
    expect([heard, made.isOpen]).toEqual([['opened', 'closed', 'opened'], true]);
  });
});

describe('stop()', () => {
  it('STOP-01, STOP-03, STOP-04, STOP-05: every open session on the link is aborted once and ends disconnected', async () => {
    const both = [session('up'), session('up', program)];
    for (const each of both) each.open();
    await clock.settle();
    const heard = both.map((each) => listen(each));
    both[0]?.stop();
    await clock.advance(2_000);
    for (const each of heard) expect(each).toEqual(['state closing', 'error sessionAbortedError', 'closed', 'state disconnected']);
    expect(both.map((each) => each.error)).toEqual(['sessionAbortedError', 'sessionAbortedError']);
  });

  it('STOP-02, STOP-08: one that is not open may stop the link, and hears the states alone', async () => {
    const open = session('up', program);
    open.open();
    await clock.settle();
    const heardOpen = listen(open);
    const caller = session('up');
    const heard = listen(caller);
    caller.stop();
    await clock.advance(2_000);
    expect(heard).toEqual(['state closing', 'state disconnected']);
    expect(heardOpen).toContain('error sessionAbortedError');
  });

  it('STOP-06: where the platform cannot stop, all stay closed and the link stays up', async () => {
    driver.deactivateFails = failed('notAllowed', 'Not allowed.').failure;
    const both = [session('up'), session('up', program)];
    for (const each of both) each.open();
    await clock.settle();
    const heard = listen(both[0] ?? session('up'));
    both[0]?.stop();
    await clock.advance(2_000);
    expect(heard).toEqual(['state closing', 'error sessionAbortedError', 'closed', 'state connected', 'error operationNotSupportedError']);
    expect(both.map((each) => [each.isOpen, each.error])).toEqual([[false, 'operationNotSupportedError'], [false, 'operationNotSupportedError']]);
  });

  it('STOP-07, STOP-12: with nothing up, and on an invalid one, it is nothing', async () => {
    for (const id of ['free', 'away', 'nothing']) {
      const made = session(id);
      const heard = listen(made);
      made.stop();
      await clock.settle();
      expect(heard).toEqual([]);
    }
  });

  it('STOP-09: while connecting it cancels the activation for all', async () => {
    const both = [session('free'), session('free', program)];
    const heard = both.map((each) => listen(each));
    for (const each of both) each.open();
    await clock.settle();
    both[1]?.stop();
    await clock.advance(5_000);
    for (const each of heard) expect(each).toEqual(['state connecting', 'state closing', 'error sessionAbortedError', 'closed', 'state disconnected']);
  });

  it('STOP-13: sessions elsewhere hear nothing', async () => {
    driver.bringUp('free');
    await clock.settle();
    const elsewhere = session('free');
    elsewhere.open();
    await clock.settle();
    const heard = listen(elsewhere);
    session('up').stop();
    await clock.advance(2_000);
    expect(heard).toEqual([]);
  });

  it('STOP-17: after it, the same session opens again', async () => {
    const made = session('up');
    made.open();
    made.stop();
    await clock.advance(2_000);
    made.open();
    await clock.advance(2_000);
    expect([made.isOpen, made.error]).toEqual([true, 'sessionAbortedError']);
  });
});

it('STOP-10, STOP-08: one on a service network that is not open stops the first of its members that is not down', async () => {
  rig.core.setServiceNetwork({ id: 'both', name: 'Both', members: ['away', 'free', 'up'] });
  driver.bringUp('free');
  await clock.settle();
  const open = session('up', program);
  open.open();
  await clock.settle();
  session('both').stop();
  await clock.advance(2_000);
  expect([driver.commands, open.isOpen]).toEqual([['deactivate free'], true]);
});
