import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { userChoice } from './configuration-registry.ts';
import { failed } from './ports/driver.ts';
import { CoreRig, desktop, listen } from './testing/core-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: CoreRig<ScriptedDriver>;

beforeEach(async () => {
  clock = new FakeClock();
  driver = new ScriptedDriver(clock).add('a').add('b').add('c');
  rig = await new CoreRig(driver, clock).start();
  rig.core.setServiceNetwork({ id: 'office', name: 'Office', members: ['b', 'c'] });
  await clock.settle();
});

async function asked() {
  const session = rig.core.createSession(userChoice, desktop);
  const heard = listen(session);
  session.open();
  await clock.settle();
  const question = rig.core.questions.list()[0];
  return { session, heard, question: question?.id ?? '' };
}

describe('a user choice', () => {
  it('CFG-12, NEW-12: is valid, discovered, named UserChoice, never listed; a session on it is disconnected', () => {
    const choice = rig.core.manager.configurationFromIdentifier(userChoice);
    expect([choice.isValid, choice.name, choice.type, choice.state, choice.children(), choice.isRoamingAvailable]).toEqual([true, 'UserChoice', 'userChoice', 6, [], false]);
    expect(rig.core.manager.allConfigurations().map((each) => each.identifier)).not.toContain(userChoice);
    expect(rig.core.createSession(userChoice, desktop).state).toBe('disconnected');
  });

  it('OPEN-11, ROAM-21: open() asks at once; the answer is opened, and both properties name it', async () => {
    const { session, heard, question } = await asked();
    expect([heard, session.state]).toEqual([['state connecting'], 'connecting']);
    rig.core.choose(question, 'a');
    await clock.advance(2_000);
    expect(heard).toEqual(['state connecting', 'opened', 'state connected']);
    expect([session.sessionProperty('UserChoiceConfiguration'), session.sessionProperty('ActiveConfiguration')]).toEqual(['a', 'a']);
    expect(session.configuration.identifier).toBe(userChoice);
    expect(rig.core.questions.list()).toEqual([]);
  });

  it('PROP-02, ROAM-02: resolved to a service network it names that, and roams like one', async () => {
    const { session, question } = await asked();
    rig.core.choose(question, 'office');
    await clock.advance(2_000);
    expect([session.sessionProperty('UserChoiceConfiguration'), session.sessionProperty('ActiveConfiguration')]).toEqual(['office', 'b']);
    driver.setConnectivity('b', 'none');
    expect(await clock.advanceUntil(() => rig.core.engine.offerOf(session.id) !== null, 60_000)).toBe(true);
    session.migrate();
    await clock.advanceUntil(() => rig.core.trial?.view().phase === 'passed', 30_000);
    session.accept();
    await clock.advance(1_000);
    expect([session.member, session.sessionProperty('UserChoiceConfiguration')]).toEqual(['c', 'office']);
  });

  it('ROAM-21: on close the resolution is forgotten', async () => {
    const { session, question } = await asked();
    rig.core.choose(question, 'a');
    await clock.advance(2_000);
    session.close();
    await clock.advance(2_000);
    expect([session.sessionProperty('UserChoiceConfiguration'), session.state]).toEqual(['', 'disconnected']);
    session.open();
    await clock.settle();
    expect(rig.core.questions.list()).toHaveLength(1);
  });

  it('OPEN-19: a dismissed question is sessionAbortedError', async () => {
    const { heard, question } = await asked();
    rig.core.dismissQuestion(question);
    await clock.settle();
    expect(heard).toEqual(['state connecting', 'error sessionAbortedError', 'state disconnected']);
  });

  it('nobody answers: the question ends by itself', async () => {
    const { heard } = await asked();
    await clock.advance(121_000);
    expect(heard.at(-1)).toBe('state disconnected');
    expect(rig.core.questions.list()).toEqual([]);
  });

  it('close() ends the question', async () => {
    const { session, heard } = await asked();
    session.close();
    await clock.settle();
    expect([heard.slice(1), rig.core.questions.list()]).toEqual([['closed', 'state disconnected'], []]);
  });

  it('STOP-11: stop() on an unresolved one is closed() only', async () => {
    const { session, heard } = await asked();
    session.stop();
    await clock.settle();
    expect(heard.slice(1)).toEqual(['closed', 'state disconnected']);
  });

  it('what was chosen does not work: the user is asked again, with the reason', async () => {
    driver.plan('a', { outcome: 'fails', failure: failed('wrongSecret', 'The password was not accepted.').failure });
    const { session, heard, question } = await asked();
    rig.core.choose(question, 'a');
    await clock.advance(2_000);
    expect(rig.core.questions.list()).toMatchObject([{ failed: { configuration: 'a', failure: { code: 'wrongSecret' } } }]);
    expect(session.state).toBe('connecting');
    rig.core.choose(rig.core.questions.list()[0]?.id ?? '', 'c');
    await clock.advance(2_000);
    expect(heard).toEqual(['state connecting', 'opened', 'state connected']);
  });

  it('PROP-07: ConnectInBackground tries what is known, in order, and fails without asking', async () => {
    driver.plan('a', { outcome: 'fails', failure: failed('failed', 'No.').failure });
    const session = rig.core.createSession(userChoice, desktop);
    session.setSessionProperty('ConnectInBackground', true);
    session.open();
    await clock.advance(3_000);
    expect([session.isOpen, session.member, rig.core.questions.list()]).toEqual([true, 'b', []]);
    for (const id of ['a', 'b', 'c']) driver.plan(id, { outcome: 'fails', failure: failed('failed', 'No.').failure });
    session.close();
    await clock.advance(3_000);
    const heard = listen(session);
    session.open();
    await clock.advance(9_000);
    expect([heard.at(-1), session.isOpen, rig.core.questions.list()]).toEqual(['state disconnected', false, []]);
    expect(heard).toContain('error unknownSessionError');
  });
});
