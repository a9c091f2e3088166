import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DriverSnapshot } from '../../core/ports/driver.ts';
import type { DriverRig } from './driver-rig.ts';
import { Subject } from './driver-subject.ts';

/** The rules at the top of app/core/ports/driver.ts, tried on a driver. Every driver runs them all. */
export function describeDriverContract(name: string, makeRig: () => Promise<DriverRig>): void {
  describe(`driver contract: ${name}`, () => {
    let rig: DriverRig;
    let on: Subject;
    beforeEach(async () => {
      rig = await makeRig();
      on = new Subject(rig);
    });
    const whyNot = 'the driver only looks';
    const onlyLooks = (): boolean => !on.driver.capabilities.startAndStopInterfaces;
    afterEach(async () => {
      await on.stop();
      await rig.dispose();
      expect(on.witness.faults).toEqual([]);
    });

    describe('start', () => {
      it('ends with the whole world, and tells nothing before', async () => {
        const snapshot = await on.start();
        expect(snapshot.interfaces.length).toBeGreaterThan(0);
        expect(snapshot.accessPoints.map((each) => each.id)).toEqual(expect.arrayContaining([rig.accessPoint, ...rig.pair]));
      });

      it('gives the same ids after a restart', async () => {
        const first = await on.start();
        await on.stop();
        const again = new Subject(rig);
        const second = await again.start();
        await again.stop();
        const stored = (snapshot: DriverSnapshot): string[] => snapshot.accessPoints.filter((each) => each.stored).map((each) => each.id).sort();
        expect(stored(second)).toEqual(stored(first));
        expect(second.interfaces.map((each) => each.id).sort()).toEqual(first.interfaces.map((each) => each.id).sort());
        expect(again.witness.faults).toEqual([]);
      });
    });

    describe('activate and deactivate', () => {
      beforeEach(({ skip }) => { skip(onlyLooks(), whyNot); });

      it('ends well only when the link has been told as active', async () => {
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        expect(on.witness.linkStates(rig.accessPoint)).toEqual(['activating', 'active']);
      });

      it('tells an interface with carrier, addresses and connectivity for an active link', async () => {
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        const by = on.witness.interfaces.get(on.witness.link(rig.accessPoint)!.interface)!;
        expect(by).toMatchObject({ carrier: true, addresses: [expect.anything(), ...by.addresses.slice(1)] });
        if (rig.connectivityUntold !== true) await on.holds('connectivity is known', () => on.witness.interfaces.get(by.id)!.connectivity !== 'unknown');
      });

      it('ends well, without another activation, on a link that is up', async () => {
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        await on.value('activate again', on.activate(rig.accessPoint));
        expect(on.witness.linkStates(rig.accessPoint)).toEqual(['activating', 'active']);
      });

      it('ends a deactivation when the link has been told as gone', async () => {
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        const by = on.witness.link(rig.accessPoint)!.interface;
        await on.value('deactivate', on.deactivate(rig.accessPoint));
        expect(on.witness.link(rig.accessPoint)).toBeNull();
        await on.holds('the addresses are gone', () => on.witness.interfaces.get(by)?.addresses.length === 0);
      });

      it('takes a deactivation of what is down as done', async () => {
        await on.start();
        expect(await on.code('deactivate', on.deactivate(rig.accessPoint))).toBe('ok');
        expect(on.witness.linkStates(rig.accessPoint).filter((state) => state !== 'none')).toEqual([]);
      });

      it('leaves a link down that was taken down', async () => {
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        await on.value('deactivate', on.deactivate(rig.accessPoint));
        expect(await rig.wait(() => on.witness.link(rig.accessPoint) !== null, 1500)).toBe(false);
      });

      it('undoes an activation that is aborted', async () => {
        await on.start();
        const abort = new AbortController();
        const activation = on.activate(rig.accessPoint, abort);
        await on.holds('activating', () => on.witness.link(rig.accessPoint)?.state === 'activating');
        on.witness.call('abort', () => abort.abort());
        expect(await on.code('activate', activation)).toBe('cancelled');
        await on.holds('down again', () => on.witness.link(rig.accessPoint) === null);
        expect(on.witness.linkStates(rig.accessPoint)).not.toContain('active');
      });

      it('does nothing for a signal that was aborted before', async () => {
        await on.start();
        const abort = new AbortController();
        abort.abort();
        expect(await on.code('activate', on.activate(rig.accessPoint, abort))).toBe('cancelled');
        expect(on.witness.linkStates(rig.accessPoint)).toEqual([]);
      });

      it('takes back an activation that is deactivated meanwhile', async () => {
        await on.start();
        const activation = on.activate(rig.accessPoint);
        await on.holds('activating', () => on.witness.link(rig.accessPoint)?.state === 'activating');
        expect(await on.code('deactivate', on.deactivate(rig.accessPoint))).toBe('ok');
        expect(await on.code('activate', activation)).not.toBe('ok');
        expect(on.witness.link(rig.accessPoint)).toBeNull();
      });

      it('ends with a reason, and with the link down, where it does not come up', async ({ skip }) => {
        skip(rig.broken === undefined, 'the rig has nothing broken');
        await on.start();
        const outcome = await on.ends('activate', on.activate(rig.broken!));
        expect(outcome).toMatchObject({ ok: false, failure: { code: expect.stringMatching(/^(noAddress|wrongSecret|secretNeeded|timedOut|failed)$/), detail: expect.stringMatching(/\S/) } });
        await on.holds('down', () => on.witness.link(rig.broken!) === null);
      });
    });

    describe('commands', () => {
      it('end as notFound for what is unknown', async () => {
        await on.start();
        expect({
          activate: await on.code('activate', on.activate('nothing-has-this-id')),
          deactivate: await on.code('deactivate', on.deactivate('nothing-has-this-id')),
          check: await on.code('checkConnectivity', on.check('nothing-has-this-id')),
          trialFrom: await on.code('beginTrial', on.beginTrial('nothing-has-this-id', rig.accessPoint)),
          trialTo: await on.code('beginTrial', on.beginTrial(rig.accessPoint, 'nothing-has-this-id')),
        }).toEqual({ activate: 'notFound', deactivate: 'notFound', check: 'notFound', trialFrom: 'notFound', trialTo: 'notFound' });
      });

      it('end, all of them, when given at once', async () => {
        await on.start();
        const [from, to] = rig.pair;
        const commands = {
          activate: on.activate(from), again: on.activate(from), down: on.deactivate(from), up: on.activate(from), other: on.activate(to),
          otherDown: on.deactivate(to), scan: on.scan(), scanAgain: on.scan(), check: on.check(on.witness.interfaces.keys().next().value!),
        };
        for (const [what, command] of Object.entries(commands)) expect(await on.ends(what, command)).toHaveProperty('ok');
        await on.holds('settled', () => [from, to].every((each) => on.witness.link(each) === null || on.witness.isActive(each)));
      });

      it('end as a failure before start() and after stop()', async () => {
        expect(await on.code('activate', on.activate(rig.accessPoint))).not.toBe('ok');
        await on.start();
        await on.stop();
        expect(await on.code('activate', on.activate(rig.accessPoint))).not.toBe('ok');
        expect(await on.code('scan', on.scan())).not.toBe('ok');
        expect(await on.code('beginTrial', on.beginTrial(...rig.pair))).not.toBe('ok');
      });
    });

    describe('calls to the platform', () => {
      it('are counted from the first on, and never fewer', async ({ skip }) => {
        const { callsMade } = on.driver;
        skip(!callsMade, 'the driver calls nobody');
        const counts = [callsMade!()];
        await on.start();
        counts.push(callsMade!());
        await on.value('activate', on.activate(rig.accessPoint));
        counts.push(callsMade!());
        await on.value('deactivate', on.deactivate(rig.accessPoint));
        counts.push(callsMade!());
        expect(counts[0]).toBe(0);
        expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
        await on.stop();
        expect(callsMade!()).toBeGreaterThanOrEqual(counts.at(-1)!);
      });
    });

    describe('scan', () => {
      it('ends when results were told; where nothing scans it is not supported', async () => {
        await on.start();
        const code = await on.code('scan', on.scan());
        expect({ code, told: on.witness.changes.some((told) => told.change === 'scanned') })
          .toEqual(on.driver.capabilities.scan ? { code: 'ok', told: true } : { code: 'notSupported', told: false });
      });
    });

    describe('connectivity', () => {
      it('tells when it changes, and when it is checked', async ({ skip }) => {
        skip(!rig.setConnectivity, 'the rig cannot change connectivity');
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        const by = on.witness.link(rig.accessPoint)!.interface;
        const is = (): string | undefined => on.witness.interfaces.get(by)?.connectivity;
        await on.holds('the internet is reached', () => is() === 'full');
        await rig.setConnectivity!(rig.accessPoint, 'portal');
        await on.value('check', on.check(by));
        await on.holds('a portal is seen', () => is() === 'portal');
        expect(on.witness.isActive(rig.accessPoint)).toBe(true);
      });
    });

    describe('counters', () => {
      it('are told again and again while watched, and only grow', async ({ skip }) => {
        skip(!on.driver.capabilities.dataStatistics, 'the driver has no counters');
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        const by = on.witness.link(rig.accessPoint)!.interface;
        on.witness.call('watchCounters', () => on.driver.watchCounters(200));
        await on.holds('counters are told', () => on.witness.counters.has(by));
        const { sent } = on.witness.counters.get(by)!;
        await rig.makeTraffic?.(rig.accessPoint);
        await on.holds('counters grow', () => on.witness.counters.get(by)!.sent > sent);
        expect(on.witness.changes.filter((told) => told.change === 'counters').length).toBeGreaterThan(1);
      });

      it('are left alone when no longer watched', async ({ skip }) => {
        skip(!on.driver.capabilities.dataStatistics, 'the driver has no counters');
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        on.driver.watchCounters(100);
        const told = (): number => on.witness.changes.filter((each) => each.change === 'counters').length;
        await on.holds('counters are told', () => told() > 0);
        on.driver.watchCounters(null);
        const before = told();
        expect(await rig.wait(() => told() > before + on.witness.interfaces.size, 1500)).toBe(false);
      });
    });

    describe('losses', () => {
      it('tells a link that goes by itself', async ({ skip }) => {
        skip(!rig.breakLink, 'the rig cannot break a link');
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        await rig.breakLink!(rig.accessPoint);
        await on.holds('the link is told as gone', () => on.witness.link(rig.accessPoint) === null);
        expect(on.witness.linkStates(rig.accessPoint).at(-1)).toBe('none');
      });

      it('ends commands while the manager is away, and tells the world anew when it is back', async ({ skip }) => {
        skip(onlyLooks(), whyNot);
        skip(!rig.managerGone || !rig.managerBack, 'the rig cannot take the manager away');
        await on.start();
        const underway = on.activate(rig.accessPoint);
        await rig.managerGone!();
        await on.holds('told as gone', () => on.witness.changes.some((told) => told.change === 'managerGone'));
        expect(await on.code('the activation under way', underway)).toBe('managerGone');
        expect(await on.code('activate', on.activate(rig.accessPoint))).toBe('managerGone');
        await rig.managerBack!();
        await on.holds('told as back', () => on.witness.changes.some((told) => told.change === 'managerBack'));
        await on.value('activate', on.activate(rig.accessPoint));
      });
    });

    describe('trial', () => {
      beforeEach(({ skip }) => { skip(onlyLooks(), whyNot); });

      it('begins with the new link up, and the old one where both can be', async () => {
        await on.start();
        const trial = await on.trial();
        expect({ overlap: trial.overlap, from: on.witness.isActive(rig.pair[0]), to: on.witness.isActive(rig.pair[1]) })
          .toEqual({ overlap: rig.overlap, from: rig.overlap, to: true });
      });

      it('ends on the new link alone after switch and commit', async () => {
        await on.start();
        const trial = await on.trial();
        await on.value('switch', on.witness.call('switch', () => trial.switch()));
        await on.value('commit', on.witness.call('commit', () => trial.commit({ releaseOld: true })));
        expect([on.witness.link(rig.pair[0]), on.witness.isActive(rig.pair[1])]).toEqual([null, true]);
      });

      it('leaves the old link up after a commit that does not release it', async () => {
        await on.start();
        const trial = await on.trial();
        await on.value('commit', trial.commit({ releaseOld: false }));
        expect([on.witness.isActive(rig.pair[0]), on.witness.isActive(rig.pair[1])]).toEqual([rig.overlap, true]);
      });

      it('ends on the old link alone after a way back', async () => {
        await on.start();
        const trial = await on.trial();
        await on.value('switch', trial.switch());
        await on.value('rollBack', on.witness.call('rollBack', () => trial.rollBack({ releaseNew: true })));
        expect([on.witness.isActive(rig.pair[0]), on.witness.link(rig.pair[1])]).toEqual([true, null]);
      });

      it('ends once', async () => {
        await on.start();
        const trial = await on.trial();
        await on.value('commit', trial.commit({ releaseOld: true }));
        expect(await on.code('rollBack', trial.rollBack({ releaseNew: true }))).not.toBe('ok');
        expect(await on.code('commit', trial.commit({ releaseOld: true }))).not.toBe('ok');
        expect(on.witness.isActive(rig.pair[1])).toBe(true);
      });

      it('is the only one, and makes room for the next', async () => {
        await on.start();
        const [from, to] = rig.pair;
        const trial = await on.trial();
        expect(await on.code('a second trial', on.beginTrial(from, to))).not.toBe('ok');
        await on.value('rollBack', trial.rollBack({ releaseNew: true }));
        const next = await on.value('beginTrial', on.beginTrial(from, to));
        await on.value('rollBack', next.rollBack({ releaseNew: true }));
      });

      it('leaves everything as it was when it is aborted', async () => {
        await on.start();
        const [from, to] = rig.pair;
        await on.value('activate', on.activate(from));
        const abort = new AbortController();
        const begin = on.beginTrial(from, to, abort);
        await on.holds('activating', () => on.witness.link(to)?.state === 'activating');
        on.witness.call('abort', () => abort.abort());
        expect(await on.code('beginTrial', begin)).toBe('cancelled');
        expect([on.witness.isActive(from), on.witness.link(to)]).toEqual([true, null]);
      });

      it('leaves everything as it was when the new link does not come up', async ({ skip }) => {
        skip(rig.broken === undefined, 'the rig has nothing broken');
        await on.start();
        await on.value('activate', on.activate(rig.pair[0]));
        expect(await on.code('beginTrial', on.beginTrial(rig.pair[0], rig.broken!))).not.toBe('ok');
        expect([on.witness.isActive(rig.pair[0]), on.witness.link(rig.broken!)]).toEqual([true, null]);
      });
    });

    describe('stop', () => {
      it('ends commands under way, tells nothing more, and leaves no timer', async () => {
        await on.start();
        on.driver.watchCounters(100);
        const underway = [on.activate(rig.accessPoint), on.scan()];
        if (!onlyLooks()) await on.holds('activating', () => on.witness.link(rig.accessPoint)?.state === 'activating');
        await on.stop();
        for (const command of underway) expect(await on.ends('a command under way', command)).toHaveProperty('ok');
        await rig.wait(() => false, 500);
        expect(rig.pendingTimers?.() ?? 0).toBe(0);
      });

      it('leaves links as they are', async ({ skip }) => {
        skip(rig.worldEndsWithDriver === true, 'the world of this rig ends with its driver');
        await on.start();
        await on.value('activate', on.activate(rig.accessPoint));
        await on.stop();
        const again = new Subject(rig);
        const snapshot = await again.start();
        await again.stop();
        expect(snapshot.accessPoints.find((each) => each.id === rig.accessPoint)?.link?.state).toBe('active');
      });
    });
  });
}
