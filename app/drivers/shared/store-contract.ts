import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DriverStore } from '../../core/ports/management.ts';
import type { DriverRig } from './driver-rig.ts';
import { Subject } from './driver-subject.ts';

type Wanted = Parameters<DriverStore['connect']>[0];

/** What docs/drivers.md asks of the part that stores access points, tried on a driver. The rig's `joining` is needed. */
export function describeStoreContract(name: string, makeRig: () => Promise<DriverRig>): void {
  describe(`store contract: ${name}`, () => {
    let rig: DriverRig;
    let joining: NonNullable<DriverRig['joining']>;
    let on: Subject;
    let storedBefore: number | undefined;
    beforeEach(async () => {
      rig = await makeRig();
      if (!rig.joining) throw new Error('the rig says nothing to join');
      joining = rig.joining;
      on = new Subject(rig);
      await on.start();
      await on.holds('it is in reach', () => on.witness.accessPoints.get(joining.accessPoint)?.inReach === true);
      storedBefore = await joining.countStored?.();
    });
    afterEach(async () => {
      const told = JSON.stringify(on.witness.changes);
      await on.stop();
      await rig.dispose();
      expect(on.witness.faults).toEqual([]);
      expect([joining.right, joining.wrong].filter((secret) => told.includes(secret))).toEqual([]);
    });

    const wanted = (password: string, accessPoint = joining.accessPoint): Wanted =>
      ({ target: { target: 'accessPoint', accessPoint }, credentials: { kind: 'password', password }, interface: null, hardwareAddress: 'default' });
    const joined = async (): Promise<string> => (await on.value('connect', on.connect(wanted(joining.right)))).accessPoint;
    const expectNothingStored = async (): Promise<void> => {
      await on.holds('nothing of it is told', () => on.witness.accessPoints.get(joining.accessPoint)?.stored === false);
      expect(on.witness.link(joining.accessPoint)).toBeNull();
      expect(await joining.countStored?.()).toBe(storedBefore);
    };

    it('joins with what is right: active and stored when it ends', async () => {
      const id = await joined();
      expect(on.witness.accessPoints.get(id)).toMatchObject({ stored: true, link: { state: 'active' } });
      if (storedBefore !== undefined) expect(await joining.countStored?.()).toBe(storedBefore + 1);
    });

    it('leaves nothing where the password is wrong, and does not repeat it', async () => {
      const outcome = await on.ends('connect', on.connect(wanted(joining.wrong)));
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'wrongSecret', detail: expect.stringMatching(/\S/) } });
      expect(JSON.stringify(outcome)).not.toContain(joining.wrong);
      await expectNothingStored();
    });

    it('leaves nothing when it is called off', async () => {
      const abort = new AbortController();
      const connecting = on.connect(wanted(joining.right), abort);
      await on.holds('it is on its way', () => [...on.witness.accessPoints.values()].some(({ link }) => link?.state === 'activating'));
      on.witness.call('abort', () => abort.abort());
      expect(await on.code('connect', connecting)).toBe('cancelled');
      await expectNothingStored();
    });

    it('does nothing for a signal that was aborted before', async () => {
      const abort = new AbortController();
      abort.abort();
      expect(await on.code('connect', on.connect(wanted(joining.right), abort))).toBe('cancelled');
      await expectNothingStored();
    });

    it('forgets what it stored, link and all, and brings it back with its secret', async () => {
      const id = await joined();
      const { restore } = await on.value('forget', on.witness.call('forget', () => on.store.forget(id)));
      await expectNothingStored();
      await on.value('restore', on.witness.call('restore', () => restore()));
      await on.holds('it is back', () => on.witness.accessPoints.get(id)?.stored === true);
      await on.value('activate', on.activate(id));
    });

    it('changes what it is told to, and nothing else', async () => {
      const id = await joined();
      const before = await on.value('profile', on.store.profile(id));
      await on.value('change', on.witness.call('change', () => on.store.change(id, { name: 'Another name', metered: 'yes', autoconnect: false })));
      expect(await on.value('profile', on.store.profile(id))).toEqual({ ...before, name: 'Another name', metered: 'yes', autoconnect: false });
      await on.holds('the new name is told', () => on.witness.accessPoints.get(id)?.name === 'Another name');
      await on.value('deactivate', on.deactivate(id));
      await on.value('activate', on.activate(id));
    });

    it('shares the password that is stored', async () => {
      const id = await joined();
      expect(await on.value('share', on.store.share(id))).toContain(`P:${joining.right};`);
    });

    it('ends as notFound for what is unknown', async () => {
      const unknown = 'nothing-has-this-id';
      expect({
        connect: await on.code('connect', on.connect(wanted(joining.right, unknown))), profile: await on.code('profile', on.store.profile(unknown)),
        change: await on.code('change', on.store.change(unknown, { metered: 'yes' })), forget: await on.code('forget', on.store.forget(unknown)), share: await on.code('share', on.store.share(unknown)),
      }).toEqual({ connect: 'notFound', profile: 'notFound', change: 'notFound', forget: 'notFound', share: 'notFound' });
    });

    it('ends as a failure after stop()', async () => {
      await on.stop();
      expect(await on.code('connect', on.connect(wanted(joining.right)))).not.toBe('ok');
    });
  });
}
