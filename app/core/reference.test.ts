import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import { failed } from './ports/driver.ts';
import { CoreRig, desktop, program } from './testing/core-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';

/**
 * The core against a reference model that is small enough to be obviously right: what open, close, stop and the death of a
 * client mean for counts and links, with links that come and go by themselves and attempts that fail. After each action both
 * come to rest and must agree. A long run: npm run test:long
 */
const runs = Number(process.env['HANDOVER_RUNS'] ?? 300);
const accessPoints = ['a', 'b', 'c'] as const;
type Id = (typeof accessPoints)[number];
const network: readonly Id[] = ['b', 'c'];
/** Configuration and client of each session. */
const plan = [['a', 'one'], ['a', 'two'], ['b', 'one'], ['network', 'one'], ['network', 'two'], ['c', 'two']] as const;

class Reference {
  readonly links = new Map<Id, { up: boolean; byHandover: boolean; inReach: boolean; works: boolean }>(
    accessPoints.map((id) => [id, { up: id === 'a', byHandover: false, inReach: true, works: true }]));
  readonly members: (Id | null)[] = plan.map(() => null);

  link(id: Id) { return this.links.get(id)!; }
  count(id: Id): number { return this.members.filter((each) => each === id).length; }

  open(session: number): void {
    if (this.members[session] !== null) return;
    const configuration = plan[session]![0];
    const candidates = configuration === 'network' ? network : [configuration];
    const up = candidates.find((id) => this.link(id).up);
    const member = up ?? candidates.find((id) => this.link(id).inReach && this.link(id).works);
    if (member === undefined) return;
    if (up === undefined) Object.assign(this.link(member), { up: true, byHandover: true });
    this.members[session] = member;
  }

  close(session: number): void {
    const member = this.members[session];
    if (!member) return;
    this.members[session] = null;
    if (this.link(member).byHandover && this.count(member) === 0) Object.assign(this.link(member), { up: false, byHandover: false });
  }

  stop(session: number): void {
    const configuration = plan[session]![0];
    const target = this.members[session] ?? (configuration === 'network' ? network : [configuration]).find((id) => this.link(id).up);
    if (target) this.down(target);
  }

  /** The link goes, by whoever's doing: everybody on it is closed. */
  down(id: Id): void {
    Object.assign(this.link(id), { up: false, byHandover: false });
    for (const [session, member] of this.members.entries()) if (member === id) this.members[session] = null;
  }

  die(client: string): void {
    for (const [session, [, owner]] of plan.entries()) if (owner === client) this.close(session);
  }
}

const session = fc.nat({ max: plan.length - 1 });
const accessPoint = fc.constantFrom(...accessPoints);
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('open' as const, 'close' as const), session }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('stop' as const), session }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('up' as const, 'down' as const, 'away' as const, 'near' as const, 'fails' as const, 'works' as const), accessPoint }) },
);

describe('the reference model', () => {
  it('agrees with the core about every session and every link, after every action', async () => {
    await fc.assert(fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 30 }), fc.constantFrom(null, 'one', 'two'), async (actions, dies) => {
      const clock = new FakeClock();
      const driver = new ScriptedDriver(clock).add('a', { up: true }).add('b').add('c');
      const rig = await new CoreRig(driver, clock).start();
      rig.core.setServiceNetwork({ id: 'network', name: 'Network', members: [...network] });
      await clock.settle();
      const clients = { one: { ...desktop, id: 'one' }, two: { ...program, id: 'two' } };
      const sessions = plan.map(([configuration, client]) => {
        const made = rig.core.createSession(configuration, clients[client]);
        // Roaming has a model of its own (model.test.ts).
        made.setSessionProperty('SuppressRoaming', true);
        return made;
      });
      const reference = new Reference();
      const agree = (after: string) => {
        expect([rig.errors, rig.wrong]).toEqual([[], []]);
        expect(sessions.map((each) => each.member), `members after ${after}`).toEqual(reference.members);
        for (const id of accessPoints) {
          const link = driver.accessPoints.get(id)?.link ?? null;
          expect([id, link?.state ?? 'down', rig.core.links.holders(id)], `after ${after}`).toEqual([id, reference.link(id).up ? 'active' : 'down', reference.count(id)]);
        }
      };
      for (const act of actions) {
        if ('session' in act) {
          sessions[act.session]?.[act.do]();
          reference[act.do](act.session);
        } else {
          const link = reference.link(act.accessPoint);
          switch (act.do) {
            case 'up': driver.bringUp(act.accessPoint); link.up = true; break;
            case 'down': driver.takeDown(act.accessPoint); reference.down(act.accessPoint); break;
            case 'away': driver.takeDown(act.accessPoint); driver.change(act.accessPoint, { inReach: false }); reference.down(act.accessPoint); link.inReach = false; break;
            case 'near': driver.change(act.accessPoint, { inReach: true }); link.inReach = true; break;
            case 'fails': driver.plan(act.accessPoint, { outcome: 'fails', failure: failed('failed', 'Planned.').failure }); link.works = false; break;
            case 'works': driver.plan(act.accessPoint, { outcome: 'up' }); link.works = true; break;
          }
        }
        await clock.advance(5_000);
        agree(JSON.stringify(act));
      }
      if (dies) {
        rig.core.disposeClient(dies);
        reference.die(dies);
        await clock.advance(5_000);
        for (const id of accessPoints) expect([id, driver.accessPoints.get(id)?.link ? 'up' : 'down']).toEqual([id, reference.link(id).up ? 'up' : 'down']);
      }
    }), { numRuns: runs, ...(process.env['HANDOVER_SEED'] ? { seed: Number(process.env['HANDOVER_SEED']) } : {}) });
  }, 3_600_000);
});
