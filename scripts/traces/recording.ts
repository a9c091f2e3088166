import { createSimulatedDriver, parseScenario } from '../../app/drivers/simulated/index.ts';
import { DriverWitness } from '../../app/drivers/shared/driver-witness.ts';
import { FakeClock } from '../../app/drivers/shared/fake-clock.ts';
import type { TraceInput } from '../../app/core/roaming/replay/index.ts';

type Changes = TraceInput['changes'];
type Bss = NonNullable<TraceInput['accessPoints'][number]['bss']>;

export interface Recording {
  /** The radios of each access point of the scenario, with what the first scan heard. */
  bss: Record<string, Bss>;
  changes: Changes;
}

/**
 * Plays a scenario of the simulated network, in which nobody moves, and writes down what is in the air: every
 * `every` seconds the levels that changed, and links that the system lost or brought up.
 */
export async function record(scenario: { id: string } & Record<string, unknown>, { seconds, every, seed = 1 }: { seconds: number; every: number; seed?: number }): Promise<Recording> {
  const parsed = parseScenario(scenario.id, { title: scenario.id, description: scenario.id, ...scenario });
  const clock = new FakeClock();
  const all = parsed.accessPoints.map(({ id }) => id);
  const driver = createSimulatedDriver({ scenario: { ...parsed, serviceNetworks: [{ name: 'all', members: all }] }, clock, seed });
  const ids = driver.serviceNetworks[0]?.members ?? [];
  const witness = new DriverWitness();
  const outcome = await driver.start((change) => { witness.listen(change); });
  if (!outcome.ok) throw new Error(outcome.failure.detail);
  witness.started(outcome.value);

  const bss: Record<string, Bss> = Object.fromEntries(parsed.accessPoints.map((each) => [each.id, each.kind === 'wifi'
    ? each.radios.map((radio) => ({ bssid: radio.bssid, frequency: frequencies[`${radio.band} ${radio.channel}`] ?? 0, level: null })) : []]));
  const changes: Changes = [];
  const told = new Map<string, number | null>();
  const links = new Map<string, boolean>();
  const look = (at: number): void => {
    for (const [index, id] of all.entries()) {
      const now = witness.accessPoints.get(ids[index] ?? '');
      const heard: Record<string, number | null> = {};
      for (const radio of bss[id] ?? []) {
        const seen = now?.bss.find(({ bssid }) => bssid === radio.bssid);
        if (seen) radio.frequency = seen.frequency;
        const level = seen?.level ?? null;
        if (at === 0) radio.level = level;
        else if (told.get(radio.bssid) !== level) heard[radio.bssid] = level;
        told.set(radio.bssid, level);
      }
      if (Object.keys(heard).length > 0) changes.push({ at, change: 'levels', accessPoint: id, bss: heard });
      const isUp = now?.link?.state === 'active';
      if (at > 0 && links.get(id) !== isUp) changes.push({ at, change: 'link', accessPoint: id, state: isUp ? 'up' : 'down' });
      links.set(id, isUp);
    }
  };
  look(0);
  for (let at = every; at <= seconds; at += every) {
    // The result of a scan is there after two seconds.
    await clock.advance((every - 2) * 1000);
    void driver.scan();
    await clock.advance(2000);
    look(at);
  }
  await driver.stop();
  return { bss, changes };
}

/** Of channels whose radio may be out of reach for a whole recording, MHz. */
const frequencies: Record<string, number> = { '2.4 1': 2412, '2.4 6': 2437, '2.4 11': 2462, '5 36': 5180, '5 44': 5220, '5 52': 5260, '5 100': 5500 };
