import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HostUnderTest } from './host-under-test.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';
import { steeringLeft } from './ways.ts';

const [first, second] = [profileId(0), profileId(1)];

describe.skipIf(labUnavailable() !== null)('NetworkManager is killed and started again, in each state of a session', () => {
  let lab: NetworkManagerLab;
  let on: HostUnderTest;

  beforeEach(async () => {
    lab = await NetworkManagerLab.up({ autoconnect: false });
    on = await HostUnderTest.open(lab, [first, second]);
  });
  afterEach(async () => {
    await on?.stop();
    await lab?.down();
  });

  const connect = async (): Promise<void> => {
    await on.call('session.open');
    await on.until('it is connected', () => on.is('connected') && on.own?.isOpen === true);
  };
  /** NetworkManager writes down what is up a moment after it is; killed before, it forgets links that do not come up by themselves. */
  const isWrittenDown = (...ids: string[]): Promise<void> =>
    expect.poll(() => lab.run('sh', '-c', 'cat /run/NetworkManager/devices/* 2>/dev/null || true'), { timeout: 20_000 }).toSatisfy((text: string) => ids.every(id => text.includes(`connection-uuid=${id}`)));
  /** Gone and back; between them the window knows that nobody answers. */
  const restart = async (): Promise<void> => {
    await lab.killManager();
    await on.until('it is known to be gone', ({ driver }) => !driver.available);
    await lab.startManager();
    await on.until('it is known to be back', ({ driver }) => driver.available);
  };

  test('closed: it stays closed, and opens afterwards', async () => {
    await restart();
    expect(on.own).toMatchObject({ isOpen: false });
    await connect();
  });

  test('connecting: the open has an outcome, and the next one works', async () => {
    await lab.dhcp(0, 'off');
    await lab.dhcp(1, 'off');
    await on.call('session.open');
    await on.until('it is connecting', () => on.is('connecting'));
    await lab.killManager();
    await on.until('the open is over', ({ driver }) => !driver.available && !on.is('connecting'));
    expect(on.own?.isOpen).toBe(false);
    await lab.dhcp(0, 'on');
    await lab.dhcp(1, 'on');
    await lab.startManager();
    await on.until('it is known to be back', ({ driver }) => driver.available);
    await on.until('nothing is half up', () => on.link(first) !== 'activating');
    await connect();
  });

  test('connected: the link outlives NetworkManager, and so does the session', async () => {
    await connect();
    await isWrittenDown(first);
    await restart();
    await on.until('it is connected', () => on.is('connected') && on.own?.isOpen === true && on.link(first) === 'active');
    expect(on.own?.activeConfiguration).toBe(first);
  });

  test('closing: it ends closed', async () => {
    await connect();
    const closed = on.call('session.close');
    await lab.killManager();
    await closed;
    await on.until('it is known to be gone', ({ driver }) => !driver.available);
    await lab.startManager();
    await on.until('it is closed', ({ driver }) => driver.available && on.own?.isOpen === false && !on.is('closing'));
  });

  test('roaming, the trial under way: it ends on a link that is up, and leaves no rule', async () => {
    await connect();
    await on.host.request(on.host.desktop, 'session.roamTo', { session: on.session, configuration: second });
    await on.until('the trial is under way', ({ trial }) => trial !== null && on.is('roaming'));
    await on.until('both links are up', () => on.link(first) === 'active' && on.link(second) === 'active');
    await isWrittenDown(first, second);
    await restart();
    await on.until('the trial is over', ({ trial }) => trial === null || trial.phase === 'passed', 60_000);
    if (on.state.trial) await on.host.request(on.host.desktop, 'session.reject', { session: on.session });
    await on.until('it is connected', ({ trial }) => trial === null && on.is('connected'), 60_000);
    const active = on.own?.activeConfiguration ?? '';
    expect(on.link(active)).toBe('active');
    await expect.poll(() => steeringLeft(lab), { timeout: 15_000 }).toEqual([]);
  });

  test('lost, its cable out: afterwards it is connected, or its question is asked', async () => {
    await connect();
    await isWrittenDown(first);
    lab.cable(0, 'out');
    await on.until('the cable is known to be out', ({ interfaces }) => interfaces['wired0']?.carrier === false);
    await restart();
    lab.cable(0, 'in');
    await on.until('the cable is in', ({ interfaces }) => interfaces['wired0']?.carrier === true);
    await on.until('it has settled', ({ offers }) => (on.is('connected') && on.link(on.own?.activeConfiguration ?? '') === 'active')
      || Object.values(offers).some(({ moves }) => moves.includes(on.session)));
    expect(on.own?.isOpen).toBe(true);
  });
});
