import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeClock } from '../drivers/shared/fake-clock.ts';
import { userChoice } from './configuration-registry.ts';
import { failed } from './ports/driver.ts';
import { CoreRig, desktop, listen, program } from './testing/core-rig.ts';
import { OfficeRig } from './testing/office-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: OfficeRig;

beforeEach(async () => {
  rig = await OfficeRig.pair();
  ({ clock, driver } = rig);
});

const no = failed('noAddress', 'No address.').failure;

describe('a user choice', () => {
  const asked = async () => {
    const session = await rig.opened(desktop, userChoice);
    return { session, question: rig.core.questions.list()[0]?.id ?? '' };
  };

  it('an answer that names nothing, or a user choice again, or that comes to no question, leaves everything as it is', async () => {
    const { session, question } = await asked();
    rig.core.choose(question, 'nowhere');
    rig.core.choose(question, userChoice);
    rig.core.choose('question-99', 'a');
    await clock.settle();
    expect([session.state, rig.core.questions.list().map((each) => each.id), rig.errors]).toEqual(['connecting', [question], []]);
  });

  it('PROP-07: opened without asking it is what was found, and is named', async () => {
    const session = await rig.opened(desktop, userChoice, { ConnectInBackground: true });
    expect([session.sessionProperty('UserChoiceConfiguration'), session.member, rig.core.questions.list()]).toEqual(['a', 'a', []]);
  });

  it('OPEN-07, OPEN-08: opened again while it is open, or while the user is asked, it stays what was chosen', async () => {
    const { session, question } = await asked();
    session.setSessionProperty('ConnectInBackground', true);
    session.open();
    await clock.settle();
    expect([session.state, rig.core.questions.list()]).toMatchObject(['connecting', [{ id: question }]]);
    rig.core.choose(question, 'd');
    await clock.advance(2_000);
    session.open();
    await clock.settle();
    expect(session.sessionProperty('UserChoiceConfiguration')).toBe('d');
  });

  it('where every member of what was chosen fails, the user is asked again, with the last reason', async () => {
    const { session, question } = await asked();
    driver.takeDown('a');
    driver.plan('a', { outcome: 'fails', failure: failed('wrongSecret', 'No.').failure });
    driver.plan('b', { outcome: 'fails', failure: no });
    await clock.settle();
    rig.core.choose(question, 'office');
    await clock.advance(3_000);
    expect(rig.core.questions.list()).toMatchObject([{ session: session.id, failed: { configuration: 'office', failure: no } }]);
    expect([session.state, session.sessionProperty('UserChoiceConfiguration'), rig.commands()]).toEqual(['connecting', '', ['activate a', 'activate b']]);
  });

  it('where nobody can ask the user, what is known is opened', async () => {
    const alone = await new CoreRig(new ScriptedDriver(clock).add('x'), clock, { canAsk: () => false }).start();
    const session = alone.core.createSession(userChoice, desktop);
    session.open();
    await clock.advance(2_000);
    expect([session.member, session.sessionProperty('UserChoiceConfiguration'), alone.core.questions.list()]).toEqual(['x', 'x', []]);
  });

  it('PROP-07: opened without asking where nothing is in reach, it cannot be used', async () => {
    const alone = await new CoreRig(new ScriptedDriver(clock).add('x', { inReach: false }), clock).start();
    const session = alone.core.createSession(userChoice, desktop);
    session.setSessionProperty('ConnectInBackground', true);
    const heard = listen(session);
    session.open();
    await clock.settle();
    expect(heard).toEqual(['error invalidConfigurationError']);
  });
});

describe('an access point that did not come up', () => {
  it('is recorded for the session that ends with it, and for none that goes on to another', async () => {
    driver.takeDown('a');
    driver.plan('a', { outcome: 'fails', failure: no });
    const network = await rig.opened(desktop);
    const alone = await rig.opened(program, 'a');
    await clock.advance(3_000);
    expect([network.member, alone.isOpen]).toEqual(['b', false]);
    expect(rig.records.filter((each) => each.kind === 'openFailed')).toEqual([{ kind: 'openFailed', session: alone.id, client: program.name, configuration: 'a', failure: no }]);
  });

  it('ROAM-20: is not tried again in the same opening, but in the next one', async () => {
    driver.takeDown('a');
    for (const id of ['a', 'b']) driver.plan(id, { outcome: 'fails', failure: no });
    const session = await rig.opened();
    const heard = listen(session);
    await clock.advance(10_000);
    expect([heard, rig.commands()]).toEqual([['error unknownSessionError', 'state disconnected'], ['activate a', 'activate b']]);
    driver.plan('a', { outcome: 'up' });
    session.open();
    await clock.advance(2_000);
    expect(session.member).toBe('a');
  });
});

describe('a session that waits', () => {
  it('LOSS-02: opens where a member is up already, and goes on waiting where it is merely in reach', async () => {
    const session = rig.core.createSession('office', desktop);
    const other = rig.core.createSession('d', desktop);
    await rig.inQueue(() => { for (const each of [session, other]) { each.apply({ input: 'wait' }); rig.core.memberUpFor(each); } });
    expect([session.member, other.phase.phase, rig.commands()]).toEqual(['a', 'waiting', []]);
    session.close();
    await clock.settle();
    await rig.inQueue(() => { rig.core.memberUpFor(session); });
    expect(session.isOpen).toBe(false);
  });
});
