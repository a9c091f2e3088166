import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DriverTrial, Outcome } from '../../core/ports/driver.ts';
import { parseScenario } from './load-scenario.ts';
import { simulationFaults } from '../../contract/values.ts';
import { testScenario } from './test-scenario.ts';
import { Play } from './test-play.ts';

describe('any commands in any order', () => {
  const id = fc.constantFrom('cable', 'near', 'far', 'silent', 'closed');
  const command = fc.oneof(
    fc.record({ do: fc.constant('activate' as const), id, abortAfter: fc.option(fc.integer({ min: 0, max: 4000 })) }),
    fc.record({ do: fc.constant('deactivate' as const), id }),
    fc.record({ do: fc.constant('scan' as const) }),
    fc.record({ do: fc.constant('check' as const) }),
    fc.record({ do: fc.constant('trial' as const), from: id, to: id, abortAfter: fc.option(fc.integer({ min: 0, max: 4000 })) }),
    fc.record({ do: fc.constant('end' as const), how: fc.constantFrom('switch', 'commit', 'rollBack'), release: fc.boolean() }),
    fc.record({ do: fc.constant('break' as const), what: fc.constantFrom('pull', 'plug', 'gone', 'back', 'away', 'home', 'dead', 'alive', 'sleep', 'wake'), id }),
    fc.record({ do: fc.constant('fail' as const), id, fault: fc.constantFrom(...simulationFaults) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 6000 }) }),
  );

  it('all end, none rejects, nothing is told wrongly, and what was told is what is', async () => {
    await fc.assert(fc.asyncProperty(fc.array(command, { maxLength: 30 }), fc.constantFrom(1 as const, 2 as const), async (commands, radios) => {
      const play = await Play.start(parseScenario('test', testScenario({ radios })));
      const { driver, witness } = play;
      const { control } = driver;
      const outcomes: Promise<Outcome<unknown>>[] = [];
      let trial: DriverTrial | null = null;
      const abortLater = (ms: number | null): AbortSignal => {
        const abort = new AbortController();
        if (ms !== null) play.clock.after(ms, () => abort.abort());
        return abort.signal;
      };
      const breaks = {
        pull: () => control.pullCable('eth0'), plug: () => control.plugCable('eth0'), gone: () => control.managerGone(), back: () => control.managerBack(),
        away: () => control.walkTo('garden', 100), home: () => control.walkTo('desk', 100), sleep: () => control.setAsleep(true), wake: () => control.setAsleep(false),
      };
      for (const each of commands) {
        switch (each.do) {
          case 'activate': outcomes.push(witness.call('activate', () => driver.activate(play.id(each.id), { signal: abortLater(each.abortAfter) }))); break;
          case 'deactivate': outcomes.push(witness.call('deactivate', () => driver.deactivate(play.id(each.id)))); break;
          case 'scan': outcomes.push(witness.call('scan', () => driver.scan())); break;
          case 'check': outcomes.push(witness.call('check', () => driver.checkConnectivity('wlan0'))); break;
          case 'trial': {
            const begin = witness.call('beginTrial', () => driver.beginTrial(play.id(each.from), play.id(each.to), { signal: abortLater(each.abortAfter) }));
            outcomes.push(begin.then((outcome) => { if (outcome.ok) trial = outcome.value; return outcome; }));
            break;
          }
          case 'end': {
            const rope = trial as DriverTrial | null;
            if (rope) outcomes.push(witness.call(each.how, () => (each.how === 'switch' ? rope.switch() : each.how === 'commit' ? rope.commit({ releaseOld: each.release }) : rope.rollBack({ releaseNew: each.release }))));
            break;
          }
          case 'break':
            if (each.what === 'dead' || each.what === 'alive') control.setConnectivity(each.id, each.what === 'dead' ? 'none' : 'full'); else breaks[each.what]();
            break;
          case 'fail': control.failNextActivation(each.id, each.fault); break;
          case 'wait': await play.clock.advance(each.ms); break;
          default: each satisfies never;
        }
      }
      const all = await play.ends(Promise.all(outcomes));
      expect(all.filter((outcome) => !outcome.ok && outcome.failure.detail.trim() === '')).toEqual([]);

      // Whatever is still on its way settles; then the world that was told is compared with the world anew.
      control.managerBack();
      control.setAsleep(false);
      await play.advance(60);
      const world = () => structuredClone({ interfaces: Object.fromEntries(witness.interfaces), accessPoints: Object.fromEntries(witness.accessPoints) });
      const told = world();
      control.managerGone();
      control.managerBack();
      await play.advance(0);
      expect(witness.changes.at(-1)?.change).toBe('managerBack');
      expect(told).toEqual(world());
      for (const accessPoint of Object.values(told.accessPoints)) expect(accessPoint.link?.state ?? 'none').toMatch(/^(none|active)$/);

      witness.stopped();
      await driver.stop();
      await play.advance(30);
      expect(play.clock.pending).toBe(0);
      expect(witness.faults).toEqual([]);
    }), { numRuns: 150 });
  }, 60_000);
});
