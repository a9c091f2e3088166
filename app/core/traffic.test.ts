import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../drivers/shared/fake-clock.ts';
import type { Passed } from './ports/record.ts';
import { CoreRig, program } from './testing/core-rig.ts';
import { ScriptedDriver } from './testing/scripted-driver.ts';
import { Traffic } from './traffic.ts';

const numRuns = Number(process.env['HANDOVER_RUNS'] ?? 100);

/** What can happen to the counter of an interface between two looks at it. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ happens: fc.constant('passes' as const), bytes: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 1_000_000_000 })) }) },
  { weight: 5, arbitrary: fc.record({ happens: fc.constant('look' as const), after: fc.integer({ min: 1, max: 20_000 }) }) },
  fc.record({ happens: fc.constantFrom('resets' as const, 'wraps' as const, 'vanishes' as const) }),
  fc.record({ happens: fc.constant('jumps' as const), by: fc.integer({ min: 2 ** 50, max: 2 ** 51 }) }),
  fc.record({ happens: fc.constant('sleeps' as const), ms: fc.integer({ min: 1, max: 40_000_000 }) }),
);

describe('counters of an interface', () => {
  it('give every byte that passed while nothing happened to them, and never one that did not', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const clock = new FakeClock();
      const traffic = new Traffic(clock);
      let counter = 0;
      let passed = 0;
      let isKnown = false;
      let isDisturbed = false;
      for (const each of steps) {
        switch (each.happens) {
          case 'passes': counter += each.bytes; passed += each.bytes; break;
          case 'resets': counter = 0; isDisturbed = true; break;
          case 'wraps': if (counter >= 2 ** 32) { counter %= 2 ** 32; isDisturbed = true; } break;
          case 'vanishes': traffic.forget('wired0'); counter = 0; isKnown = false; break;
          // Back to what it was afterwards, so that numbers stay those of a counter.
          case 'jumps': if (isKnown && counter < 2 ** 51) { expect(look(traffic, counter + each.by)).toBe(0); counter += each.by; isDisturbed = true; passed = 0; } break;
          case 'sleeps': await clock.advance(each.ms); break;
          case 'look': {
            await clock.advance(each.after);
            const counted = look(traffic, counter);
            if (!isKnown) expect(counted).toBe(0);
            else if (isDisturbed) expect(counted).toBeLessThanOrEqual(passed);
            else expect(counted).toBe(passed);
            expect(counted).toBeGreaterThanOrEqual(0);
            [isKnown, isDisturbed, passed] = [true, false, 0];
            break;
          }
          default: each satisfies never;
        }
      }
    }), { numRuns });
  });

  it('are at what they show when an interface is seen for the first time, or again', () => {
    const traffic = new Traffic(new FakeClock());
    expect(look(traffic, 5_000_000)).toBe(0);
    expect(look(traffic, 5_000_700)).toBe(700);
    traffic.forget('wired0');
    expect(look(traffic, 400)).toBe(0);
  });
});

const look = (traffic: Traffic, received: number): number => traffic.sample('wired0', { received, sent: 0, receivedPackets: 0, sentPackets: 0 }).received;

describe('who it is counted for', () => {
  it('is one access point each: sums by access point, by interface and by session are those of a reference', async () => {
    const move = fc.oneof(
      fc.record({ does: fc.constant('passes' as const), on: fc.constantFrom('radio' as const, 'wire' as const), bytes: fc.integer({ min: 1, max: 100_000 }) }),
      fc.record({ does: fc.constantFrom('takes' as const, 'leaves' as const), accessPoint: fc.constantFrom('home', 'cafe', 'cable') }),
    );
    await fc.assert(fc.asyncProperty(fc.array(move, { maxLength: 40 }), async (moves) => {
      const clock = new FakeClock();
      const driver = new ScriptedDriver(clock).add('home', { on: 'radio', up: true }).add('cafe', { on: 'radio' }).add('cable', { on: 'wire' });
      const heard: Passed[] = [];
      const { core } = await new CoreRig(driver, clock, { onPassed: (passed) => { heard.push(passed); } }).start();
      const session = core.createSession('home', program);
      session.open();
      await clock.settle();
      const counters = { radio: 0, wire: 0 };
      const up: Record<keyof typeof counters, string | null> = { radio: 'home', wire: null };
      const last: Record<keyof typeof counters, string | null> = { radio: null, wire: null };
      const expected = new Map<string, number>();
      let ofSession = 0;
      driver.count('home', 0, 0);
      driver.count('cable', 0, 0);
      await clock.settle();
      for (const each of moves) {
        if (each.does === 'passes') {
          counters[each.on] += each.bytes;
          driver.count(each.on === 'wire' ? 'cable' : 'home', counters[each.on], 0);
          await clock.settle();
          const carrier = up[each.on] ?? last[each.on];
          expected.set(`${each.on} ${carrier}`, (expected.get(`${each.on} ${carrier}`) ?? 0) + each.bytes);
          if (each.on === 'radio' && up.radio === 'home' && session.isOpen) ofSession += each.bytes;
          last[each.on] = carrier;
          continue;
        }
        const on = each.accessPoint === 'cable' ? 'wire' : 'radio';
        // One radio is on one network at a time.
        const before = up[on];
        if (before !== null) driver.takeDown(before);
        if (each.does === 'takes') driver.bringUp(each.accessPoint);
        up[on] = each.does === 'takes' ? each.accessPoint : null;
        await clock.settle();
        // Closed by the loss: what it had is what it has.
        if (!session.isOpen) { expect(session.received).toBeGreaterThanOrEqual(0); ofSession = session.received; }
      }
      const sums = new Map<string, number>();
      for (const { interface: device, accessPoint, received } of heard) sums.set(`${device} ${accessPoint}`, (sums.get(`${device} ${accessPoint}`) ?? 0) + received);
      expect(sums).toEqual(expected);
      expect(session.received).toBe(ofSession);
    }), { numRuns: Math.min(numRuns, 50) });
  });
});

describe('a counter that rises by more than any link carries', () => {
  const most = 50_000_000 * 1_000;
  const begun = () => { const clock = new FakeClock(); const traffic = new Traffic(clock); const at = (received: number, sent: number) => traffic.sample('wired0', { received, sent, receivedPackets: 0, sentPackets: 0 }); at(0, 0); return { clock, at }; };

  it.each([['received', 1, 0], ['sent', 0, 1]] as const)('was set: of what was %s nothing is counted, until it has come back', async (_, received, sent) => {
    const { clock, at } = begun();
    await clock.advance(1_000);
    const jump = most + 1;
    expect(at(received * jump, sent * jump)).toEqual({ received: 0, sent: 0 });
    await clock.advance(1_000);
    expect(at(received * (jump + 10), sent * (jump + 10))).toEqual({ received: received * 10, sent: sent * 10 });
    await clock.advance(1_000);
    // Back from where no link brought it: what it shows now did not pass since.
    expect(at(received * 700, sent * 700)).toEqual({ received: 0, sent: 0 });
    await clock.advance(1_000);
    expect(at(received * 900, sent * 900)).toEqual({ received: received * 200, sent: sent * 200 });
    await clock.advance(1_000);
    // From then on a fall is a reset like any other.
    expect(at(received * 50, sent * 50)).toEqual({ received: received * 50, sent: sent * 50 });
  });

  it('counts what a fast link may carry, and of a sleep no more than a minute of it', async () => {
    const { clock, at } = begun();
    await clock.advance(1_000);
    expect(at(most, 0).received).toBe(most);
    await clock.advance(100);
    expect(at(2 * most, 0).received).toBe(most);
    await clock.advance(8 * 3_600_000);
    expect(at(2 * most + 60 * most, 0).received).toBe(60 * most);
    await clock.advance(8 * 3_600_000);
    expect(at(2 * most + 121 * most, 0).received).toBe(0);
  });
});

describe('what is shown of an interface', () => {
  const counted = (clock: FakeClock, callWindow = 10_000) => {
    const traffic = new Traffic(clock, () => ({ callWindow }));
    const at = (received: number, sent: number, receivedPackets = 0, sentPackets = 0, id = 'radio') => { traffic.sample(id, { received, sent, receivedPackets, sentPackets }); };
    return { traffic, at };
  };

  it('is nothing before it was seen', () => {
    const { traffic } = counted(new FakeClock());
    expect([traffic.view('radio'), traffic.packetsPerSecond('radio'), traffic.counters('radio')]).toEqual([null, null, { received: 0, sent: 0 }]);
  });

  it('is its counters and the bits a second since the look before', async () => {
    const clock = new FakeClock();
    const { traffic, at } = counted(clock);
    at(1_000, 500);
    expect(traffic.view('radio')).toEqual({ interface: 'radio', received: 1_000, sent: 500, receivedRate: 0, sentRate: 0 });
    await clock.advance(2_000);
    at(2_000, 750);
    expect(traffic.view('radio')).toEqual({ interface: 'radio', received: 2_000, sent: 750, receivedRate: 4_000, sentRate: 1_000 });
    at(3_000, 900);
    expect(traffic.view('radio')).toMatchObject({ received: 3_000, receivedRate: 0, sentRate: 0 });
    await clock.advance(1_000);
    // Begun anew: what it shows has passed since.
    at(100, 900);
    expect(traffic.view('radio')).toMatchObject({ received: 100, receivedRate: 800, sentRate: 0 });
  });

  it('are the packets of the busier direction, over the last while', async () => {
    const clock = new FakeClock();
    const { traffic, at } = counted(clock, 4_000);
    at(0, 0, 0, 0);
    expect(traffic.packetsPerSecond('radio')).toBeNull();
    await clock.advance(2_000);
    at(0, 0, 100, 10);
    expect(traffic.packetsPerSecond('radio')).toBe(50);
    await clock.advance(2_000);
    at(0, 0, 100, 410);
    expect(traffic.packetsPerSecond('radio')).toBe(102.5);
    // Four seconds later the beginning is forgotten.
    await clock.advance(2_000);
    at(0, 0, 100, 410);
    expect(traffic.packetsPerSecond('radio')).toBe(100);
  });

  it('are the packets since the last look, where looks are further apart than that while', async () => {
    const clock = new FakeClock();
    const { traffic, at } = counted(clock, 4_000);
    at(0, 0, 0);
    for (const packets of [1_000, 1_200]) { await clock.advance(20_000); at(0, 0, packets); }
    expect(traffic.packetsPerSecond('radio')).toBe(10);
  });

  it('are sums over those that are named', () => {
    const { traffic, at } = counted(new FakeClock());
    at(10, 1);
    at(200, 20, 0, 0, 'wire');
    at(4_000, 300, 0, 0, 'other');
    expect([traffic.sum(['radio', 'wire', 'unknown']), traffic.sum([])]).toEqual([{ received: 210, sent: 21 }, { received: 0, sent: 0 }]);
  });
});
