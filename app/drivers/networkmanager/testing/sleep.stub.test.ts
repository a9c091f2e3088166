import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LOGIN, MANAGER_PATH, ManagerState, Name } from '../protocol.ts';
import { busUnavailable, skipped } from './private-bus.ts';
import { StubTest } from './stub-test.ts';
import { BusService } from './stub/bus-service.ts';
import { network } from './stub/devices.ts';
import { StubLogin } from './stub/login.ts';
import { wiredProfile } from './stub/profiles.ts';

const reason = busUnavailable();

describe.skipIf(reason !== null)(`sleep, on stubs of NetworkManager and the login service${skipped(reason)}`, () => {
  let on: StubTest;
  let login: StubLogin;

  const start = async (options: { login: 'present' | 'absent' | 'preparing' }): Promise<void> => {
    login = new StubLogin(options.login === 'preparing');
    on = await StubTest.start(stub => {
      stub.devices.wired('eth0', network(0));
      stub.profiles.add(wiredProfile(1, 'Cable'));
    }, { alongside: bus => (options.login === 'absent' ? Promise.resolve() : login.join(bus.address)) });
  };
  beforeEach(() => start({ login: 'present' }));
  afterEach(async () => {
    await on.stop();
    await login.leave();
    expect(on.witness.faults).toEqual([]);
  });

  const told = (): boolean[] => on.witness.changes.flatMap(change => (change.change === 'sleep' ? [change.sleeping] : []));
  const managerSleeps = (asleep: boolean): void => on.stub.objects.set(MANAGER_PATH, Name.manager, { State: asleep ? ManagerState.asleep : 70 });

  test('is told before the machine sleeps, and when it is awake', async () => {
    login.prepareForSleep(true);
    await on.until('it is told', () => told().length === 1);
    login.prepareForSleep(false);
    await on.until('it is told', () => told().length === 2);
    expect(told()).toEqual([true, false]);
  });

  test('lasts until NetworkManager is awake as well, and is told once each way', async () => {
    login.prepareForSleep(true);
    managerSleeps(true);
    // The two speak on connections of their own: what comes after NetworkManager's word shows that it has been heard.
    on.stub.radios.set('WirelessEnabled', false);
    await on.until('both are heard', () => told().length === 1 && on.witness.system?.radios.wifi.on === false);
    login.prepareForSleep(false);
    managerSleeps(false);
    await on.until('it is told', () => told().length === 2);
    expect(told()).toEqual([true, false]);
  });

  test('without the login service NetworkManager tells it', async () => {
    await login.leave();
    managerSleeps(true);
    await on.until('it is told', () => told().at(-1) === true);
    managerSleeps(false);
    await on.until('it is told', () => told().at(-1) === false);
  });

  test('networking that is switched off is no sleep', async () => {
    on.stub.objects.set(MANAGER_PATH, Name.manager, { NetworkingEnabled: false });
    managerSleeps(true);
    on.stub.radios.set('WirelessEnabled', false);
    await on.until('what came after it is told', () => on.witness.system?.radios.wifi.on === false);
    expect(told()).toEqual([]);
  });

  test('a login service that goes while the machine is about to sleep leaves it awake', async () => {
    login.prepareForSleep(true);
    await on.until('it is told', () => told().length === 1);
    await login.leave();
    await on.until('it is told', () => told().at(-1) === false);
  });

  test('one who says so without being the login service is not believed', async () => {
    const liar = await BusService.own(on.bus.address, 'test.liar', () => null);
    liar.signal(LOGIN.path, LOGIN.manager, 'PrepareForSleep', 'b', [true], on.driverName());
    liar.signal(MANAGER_PATH, Name.properties, 'PropertiesChanged', 'sa{sv}as', [Name.manager, {}, []], on.driverName());
    on.stub.radios.set('WirelessEnabled', false);
    await on.until('what came after it is told', () => on.witness.system?.radios.wifi.on === false);
    expect(told()).toEqual([]);
    await liar.close();
  });

  test('a start in the middle of it tells it right after', async () => {
    await on.stop();
    await login.leave();
    await start({ login: 'preparing' });
    await on.until('it is told', () => told().length === 1);
    expect(told()).toEqual([true]);
  });

  test('a bus that goes in the middle of it: awake until told otherwise', async () => {
    login.prepareForSleep(true);
    await on.until('it is told', () => told().length === 1);
    await on.bus.kill();
    await on.until('it is told', () => told().at(-1) === false);
    await on.stub.leave();
    await on.bus.begin();
  });
});
