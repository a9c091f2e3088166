import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HostUnderTest } from './host-under-test.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';
import { steeringLeft } from './ways.ts';

const [first, second] = [profileId(0), profileId(1)];

/**
 * Every way that a trial can end, through the host's programming interface: the user moves by hand from the first link
 * to the second. Offers are in story.test.ts; the death of the program is in crash.test.ts and recovery.test.ts.
 */
describe.skipIf(labUnavailable() !== null)('the end of a trial on a real NetworkManager', () => {
  let lab: NetworkManagerLab;
  let handover: HostUnderTest;
  const active = () => lab.nmcli('-g', 'NAME', 'connection', 'show', '--active').split('\n').filter((each) => each.startsWith('wired')).sort();
  const check = () => lab.nmcli('networking', 'connectivity', 'check');

  beforeEach(async () => {
    lab = await NetworkManagerLab.up({ autoconnect: false });
    handover = await HostUnderTest.open(lab, [first, second]);
    const { host, session } = handover;
    // A countdown that is over when a test waits for it, and not before one has done something.
    await host.request(host.desktop, 'settings.change', { roaming: { countdown: 4_000, linger: 500, carrierTest: 4_000, silentAfterUserChoice: 3_600_000 } });
    await handover.call('session.open');
    await handover.until('it is open on the first link, which reaches the internet', (state) => handover.own?.activeConfiguration === first && state.interfaces['wired0']?.connectivity === 'full');
    await host.request(host.desktop, 'session.roamTo', { session, configuration: second });
  });
  afterEach(async () => {
    await handover?.stop();
    await lab?.down();
  });

  const passed = () => handover.until('the tests have passed', ({ trial }) => trial?.phase === 'passed');
  const isBack = () => handover.until('it is back on the first link', ({ trial }) => trial === null && handover.is('connected') && handover.own?.activeConfiguration === first);
  /** On the first link alone, with nothing of the trial left. */
  async function nothingLeft(): Promise<void> {
    await handover.until('the second link is down', () => handover.link(second) === null);
    expect([active(), steeringLeft(lab)]).toEqual([['wired0'], []]);
  }

  test('accept: on the new link, and the old one, which Handover had brought up, is taken down', async () => {
    await passed();
    await handover.call('session.accept');
    await handover.until('the old link is down', () => handover.link(first) === null);
    expect([handover.own?.activeConfiguration, active(), await handover.trialEnds()]).toEqual([second, ['wired1'], ['accepted']]);
  });

  test('reject: back on the old one', async () => {
    await passed();
    await handover.call('session.reject');
    await isBack();
    await nothingLeft();
    expect(await handover.trialEnds()).toEqual(['rejected']);
  });

  test('silence: back on the old one', async () => {
    await passed();
    await isBack();
    await nothingLeft();
    expect(await handover.trialEnds()).toEqual(['silence']);
  });

  test('silence while the old link has lost the internet: the new one stays, as was said beforehand', async () => {
    await passed();
    lab.web(0, 'limited');
    check();
    await handover.until('silence means to stay', ({ trial }) => trial?.silence === 'keepsNew');
    await handover.until('it is on the second link', ({ trial }) => trial === null && handover.own?.activeConfiguration === second);
    expect(await handover.trialEnds()).toEqual(['keptOnSilence']);
  });

  test('a sign-in page behind the new link: a test fails, and it goes back at once', async () => {
    await passed();
    lab.web(1, 'portal');
    check();
    await isBack();
    await nothingLeft();
    expect(await handover.trialEnds()).toEqual(['testFailed']);
  });

  test('the candidate is lost: back at once, before NetworkManager gives its link up', async () => {
    await passed();
    lab.cable(1, 'out');
    await isBack();
    await nothingLeft();
    expect(await handover.trialEnds()).toEqual(['candidateLost']);
  });

  test('the old link is lost: silence keeps the new one', async () => {
    await passed();
    lab.cable(0, 'out');
    await handover.until('silence means to stay', ({ trial }) => trial?.silence === 'keepsNew');
    await handover.until('it is on the second link', ({ trial }) => trial === null && handover.own?.activeConfiguration === second);
    expect(await handover.trialEnds()).toEqual(['keptOnSilence']);
  });

  test('both are lost: that is told, and a session that cannot be anywhere is closed', async () => {
    await passed();
    lab.cable(0, 'out');
    lab.cable(1, 'out');
    await handover.until('the session is closed', ({ trial }) => trial === null && handover.own?.isOpen === false);
    expect([active(), steeringLeft(lab), await handover.trialEnds()]).toEqual([[], [], ['bothLost']]);
  });

  test('the new link hands out no address: it never came up, and the old one was up all the time', async () => {
    await handover.call('session.reject');
    await isBack();
    await nothingLeft();
    await lab.dhcp(1, 'off');
    lab.nmcli('connection', 'modify', second, 'ipv4.dhcp-timeout', '2', 'ipv4.may-fail', 'no');
    const { host, session } = handover;
    await host.request(host.desktop, 'session.roamTo', { session, configuration: second });
    await handover.until('the trial has begun', ({ trial }) => trial !== null);
    await isBack();
    expect([active(), await handover.trialEnds()]).toEqual([['wired0'], ['rejected', 'activationFailed']]);
  });
});
