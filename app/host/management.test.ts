import { describe, expect, it } from 'vitest';
import { ScriptedDriver } from '../core/testing/scripted-driver.ts';
import { CoreRig } from '../core/testing/core-rig.ts';
import { done, failed, type Outcome } from '../core/ports/driver.ts';
import type { DriverRadios, DriverStore } from '../core/ports/management.ts';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { Management } from './management.ts';

const wanted = { target: { target: 'accessPoint', accessPoint: 'cafe' }, credentials: { kind: 'password', password: 'correct horse' }, interface: null, hardwareAddress: 'default' } as const;
const notAsked = (): Promise<never> => Promise.reject(new Error('the test asks for no such thing'));

/** A store whose connect ends as told, and whose forget can be undone. */
class FakeStore implements DriverStore {
  connects: Outcome<{ accessPoint: string }> | 'hangs' = { ok: true, value: { accessPoint: 'cafe-uuid' } };
  readonly stored = new Set(['home']);
  profile = notAsked;
  share = notAsked;
  change = (): Promise<Outcome> => Promise.resolve(failed('notAllowed', 'The system does not let you change this.'));

  connect(_wanted: unknown, { signal }: { signal: AbortSignal }): Promise<Outcome<{ accessPoint: string }>> {
    const { connects } = this;
    if (connects !== 'hangs') return Promise.resolve(connects);
    return new Promise((resolve) => { signal.addEventListener('abort', () => { resolve(failed('cancelled', 'It was called off.')); }); });
  }

  forget(accessPoint: string): Promise<Outcome<{ restore: () => Promise<Outcome> }>> {
    this.stored.delete(accessPoint);
    return Promise.resolve({ ok: true, value: { restore: () => { this.stored.add(accessPoint); return Promise.resolve(done); } } });
  }
}

async function open() {
  const clock = new FakeClock();
  const store = new FakeStore();
  const switched: string[] = [];
  const radios: DriverRadios = { set: (radio, on) => { switched.push(`${radio} ${on ? 'on' : 'off'}`); return Promise.resolve(done); } };
  const driver = Object.assign(new ScriptedDriver(clock).add('cafe', { up: false }), { store, radios });
  const rig = await new CoreRig(driver, clock).start();
  return { clock, store, switched, driver, rig, management: new Management(driver, rig.core, clock) };
}

describe('managing access points', () => {
  it('ends a connect with the stored access point', async () => {
    const { management } = await open();
    expect(await management.connect(wanted)).toEqual({ result: 'connected', configuration: 'cafe-uuid' });
  });

  it('tells why a connect failed, in its answer and at the access point', async () => {
    const { management, store, rig, clock } = await open();
    const failure = failed('wrongSecret', 'The password is wrong.').failure;
    store.connects = { ok: false, failure };
    expect(await management.connect(wanted)).toEqual({ result: 'failed', failure });
    await clock.settle();
    expect(rig.core.failures.get('cafe')?.failure).toEqual(failure);
    expect(rig.kinds()).toContain('activationFailed');
  });

  it('refuses a second connect while one is under way, and cancels that one without blaming the access point', async () => {
    const { management, store, rig, clock } = await open();
    store.connects = 'hangs';
    const first = management.connect(wanted);
    await expect(management.connect(wanted)).rejects.toThrow('Another access point is being connected');
    management.cancelConnect();
    expect(await first).toMatchObject({ result: 'failed', failure: { code: 'cancelled' } });
    await clock.settle();
    expect(rig.core.failures.size).toBe(0);
    store.connects = { ok: true, value: { accessPoint: 'cafe-uuid' } };
    expect(await management.connect(wanted)).toMatchObject({ result: 'connected' });
  });

  it('brings back what was forgotten, once, within five minutes', async () => {
    const { management, store, clock } = await open();
    const { undo } = await management.forget('home');
    expect(store.stored.has('home')).toBe(false);
    await management.restore(undo);
    expect(store.stored.has('home')).toBe(true);
    await expect(management.restore(undo)).rejects.toThrow('too long ago');
    const late = await management.forget('home');
    await clock.advance(5 * 60_000);
    await expect(management.restore(late.undo)).rejects.toThrow('too long ago');
  });

  it('says what the platform does not allow, or cannot', async () => {
    const { management } = await open();
    await expect(management.change({ accessPoint: 'home', change: { autoconnect: false } })).rejects.toMatchObject({ code: 'notAllowed', message: 'The system does not let you change this.' });
    await expect(management.stopHotspot()).rejects.toMatchObject({ code: 'notSupported' });
    await expect(management.giveSecret('nothing', 'x')).rejects.toMatchObject({ code: 'notFound' });
  });

  it('turns off every radio for airplane mode, and on again those that were on', async () => {
    const { management, switched, rig } = await open();
    const on = { present: true, on: true, hardwareOn: true };
    rig.core.machine.system = { ...rig.core.machine.system, radios: { wifi: on, mobile: { ...on, on: false } } };
    await management.setAirplane(true);
    expect(switched).toEqual(['wifi off', 'mobile off']);
    await management.setAirplane(false);
    expect(switched.slice(2)).toEqual(['wifi on']);
  });
});

describe('a secret that the platform wants', () => {
  const request = { id: 'secret-1', accessPoint: 'cafe', kind: 'password', wrongBefore: true, message: '', limit: 115_000 } as const;

  async function asked(canAsk: boolean) {
    const clock = new FakeClock();
    const told: string[] = [];
    const answer = (how: string) => (id: string): Promise<Outcome> => { told.push(`${how} ${id}`); return Promise.resolve(done); };
    const driver = Object.assign(new ScriptedDriver(clock).add('cafe', { up: false }), { secrets: { give: answer('give'), refuse: answer('refuse'), decline: answer('decline') } });
    const rig = await new CoreRig(driver, clock, { canAsk: () => canAsk }).start();
    driver.report({ change: 'secretWanted', request });
    await clock.settle();
    return { told, requests: [...rig.core.machine.secretRequests.keys()] };
  }

  it('is asked of the user where somebody can ask', async () => {
    expect(await asked(true)).toEqual({ told: [], requests: ['secret-1'] });
  });

  it('is declined at once where nobody can', async () => {
    expect(await asked(false)).toEqual({ told: ['decline secret-1'], requests: [] });
  });
});
