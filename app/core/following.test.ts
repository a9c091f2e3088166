import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeClock } from '../drivers/shared/fake-clock.ts';
import { desktop, listen, program } from './testing/core-rig.ts';
import { OfficeRig } from './testing/office-rig.ts';
import type { ScriptedDriver } from './testing/scripted-driver.ts';

let clock: FakeClock;
let driver: ScriptedDriver;
let rig: OfficeRig;

beforeEach(async () => {
  rig = await OfficeRig.pair();
  ({ clock, driver } = rig);
});

/** As the desktop's own: it follows the machine, and holds no link that others brought up. */
const own = { reopenWhenAvailable: true, holdsLink: false };
const leadsOut = (id: string, isDefault: boolean) => { driver.change(id, { link: { state: 'active', interface: `if-${id}`, stage: null, isDefault } }); };
const followed = () => rig.records.flatMap((each) => (each.kind === 'followed' ? [`${each.from} ${each.to}`] : []));

describe('the machine\'s default route moves', () => {
  beforeEach(async () => {
    for (const id of ['b', 'd']) driver.bringUp(id);
    leadsOut('a', true);
    await clock.settle();
  });

  it('a session that holds its link stays, and so does one whose network the new one is no member of', async () => {
    const holding = await rig.opened(program);
    const elsewhere = await rig.opened(desktop, 'office', own);
    leadsOut('a', false);
    leadsOut('d', true);
    await clock.settle();
    expect([holding.member, elsewhere.member, followed()]).toEqual(['a', 'a', []]);
    leadsOut('d', false);
    leadsOut('b', true);
    await clock.settle();
    expect([holding.member, elsewhere.member, followed()]).toEqual(['a', 'b', ['a b']]);
  });

  it('while its own member leads out as well it stays', async () => {
    const session = await rig.opened(desktop, 'office', own);
    leadsOut('b', true);
    await clock.settle();
    expect([session.member, followed()]).toEqual(['a', []]);
  });

  it('in a trial nobody follows; after it the desktop\'s own is where the machine is', async () => {
    const session = await rig.opened(desktop, 'office', own);
    session.roamTo('b');
    await rig.passed();
    leadsOut('a', false);
    leadsOut('b', true);
    await clock.settle();
    expect([session.state, session.member, followed()]).toEqual(['roaming', 'a', []]);
    session.reject();
    await clock.advance(3_000);
    expect([session.state, session.member, followed()]).toEqual(['connected', 'b', ['a b']]);
  });
});

describe('the machine\'s default route is where nobody follows it to', () => {
  it('a link that is on its way down', async () => {
    driver.bringUp('b');
    const session = await rig.opened(desktop, 'office', own);
    driver.change('b', { link: { state: 'deactivating', interface: 'if-b', stage: null, isDefault: true } });
    await clock.settle();
    expect([session.member, followed()]).toEqual(['a', []]);
  });

  it('the link that the user has just left, and that lingers', async () => {
    driver.takeDown('a');
    await clock.settle();
    const session = await rig.opened(desktop, 'office', own);
    await clock.advance(2_000);
    session.roamTo('b');
    await rig.passed();
    session.accept();
    await clock.settle();
    leadsOut('a', true);
    await clock.settle();
    expect([session.member, followed()]).toEqual(['b', []]);
    await clock.advance(40_000);
    expect([session.member, rig.core.links.state('a')]).toEqual(['b', 'down']);
  });
});

describe('a link goes', () => {
  it('ROAM-13: the desktop\'s own goes to another one that is up, a program\'s session is asked about', async () => {
    const session = await rig.opened(desktop, 'office', own);
    const plain = await rig.opened(program);
    driver.bringUp('b');
    driver.takeDown('a');
    await clock.settle();
    expect([session.state, session.member, plain.state, plain.member, followed()]).toEqual(['connected', 'b', 'roaming', 'a', ['a b']]);
  });

  it('a session that is merely there for it hears its states alone', async () => {
    const closed = rig.core.createSession('a', program);
    const heard = listen(closed);
    driver.takeDown('a');
    await clock.settle();
    expect([heard, closed.error]).toEqual([['state disconnected'], 'unknownSessionError']);
  });

  it('ROAM-13: one that waits for an answer follows what comes up elsewhere, where it is the desktop\'s own', async () => {
    const session = await rig.opened(desktop, 'office', own);
    const plain = await rig.opened(program);
    driver.takeDown('a');
    await clock.settle();
    driver.bringUp('b');
    await clock.settle();
    expect([session.state, session.member, plain.state, plain.member]).toEqual(['connected', 'b', 'roaming', 'a']);
    driver.bringUp('a');
    await clock.settle();
    expect([plain.state, plain.member, session.member]).toEqual(['connected', 'a', 'b']);
  });

  it('what a program brings up for its own trial is not followed', async () => {
    const session = await rig.opened(desktop, 'office', own);
    const { session: moving } = await rig.answerer();
    driver.takeDown('a');
    await clock.settle();
    moving.migrate();
    await rig.passed();
    expect([moving.phase, session.phase]).toMatchObject([{ phase: 'roaming', candidate: 'b' }, { phase: 'lost', member: 'a' }]);
    expect(followed()).toEqual([]);
  });
});
