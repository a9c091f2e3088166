import { targetOf } from './access-points.ts';
import { bringUp, linkOfId } from './activation.ts';
import { linkOnDevice } from './active-links.ts';
import { metricOf, NameServers, placeNameServers, reapplyAtOnce, setMetric, setOwnTable } from './applied-settings.ts';
import { allDevices, deviceOf, reaches } from './devices.ts';
import { fail } from './failures.ts';
import type { DeviceStep } from './manager-life.ts';
import type { Settings } from './profile.ts';
import { ActiveState, DeviceState, Name } from './protocol.ts';
import { families } from './steering-rules.ts';
import { stopSteering } from './steering.ts';
import type { ToldWorld } from './told-world.ts';
import { BreakTrial, METRIC_STEP, OverlapTrial, type Gateways, type TrialHome } from './trial.ts';
import { defaultMetric, freeTable } from './uplink.ts';

export type RunningTrial = OverlapTrial | BreakTrial;

/** Brings `to` up beside `from` where their devices allow it, else instead of it. Rejects with everything as it was. */
export async function beginTrial(home: TrialHome, from: string, to: string, signal: AbortSignal): Promise<RunningTrial> {
  const world = home.world();
  if (from === to) throw fail('notSupported', 'Both are the same access point.');
  if (!targetOf(world.around, from)) throw fail('notFound', 'The access point that is to be left is no longer there.');
  for (const id of [from, to]) {
    const target = targetOf(world.around, id);
    if (target?.kind === 'stored' && target.profile.kind === 'vpn') throw fail('notSupported', 'A VPN goes over one of the other access points: one cannot move to it, nor away from it.');
  }
  // Of a trial that could not be ended properly, as NetworkManager was away then.
  await stopSteering(world.life);
  const fromLink = linkOfId(world, from);
  const isUp = fromLink?.state === ActiveState.activated;
  if (fromLink && needsDeviceOf(world, to, fromLink.device)) return breakAndMake(home, from, to, signal);

  // The rules that steer between two links are a stored thing to NetworkManager, though in memory.
  world.life.permissions.demand('settings.modify.system');
  const early = new EarlySettings(world, await settingsOf(world, to), fromLink?.device ?? null, home.gateways.get(to) ?? {});
  const options = { signal, ...(fromLink ? { spare: fromLink.device } : {}), onStep: (step: DeviceStep) => early.look(step) };
  const { link, started } = await bringUp(world, to, options);
  const trial = new OverlapTrial(home, from, to, isUp, started);
  const given = await early.applied();
  if (given) trial.gaveAtActivation(link.path, world.life, given);
  return trial;
}

/** `to` can only come up on the device that carries `from`. */
function needsDeviceOf(world: ToldWorld, to: string, device: string): boolean {
  const link = linkOfId(world, to);
  if (link) return link.device === device;
  const target = targetOf(world.around, to);
  if (target?.kind !== 'stored') return target?.kind === 'seenWired' && target.device.path === device;
  const usable = [...allDevices(world.life.tree)].filter(candidate => reaches(candidate, target.profile));
  return usable.length > 0 && usable.every(candidate => candidate.path === device);
}

/** The stored settings as they are this moment; null for what is not stored. */
async function settingsOf(world: ToldWorld, id: string): Promise<Settings | null> {
  const target = targetOf(world.around, id);
  if (target?.kind !== 'stored') return null;
  const [settings] = await world.life.call(target.profile.path, Name.profile, 'GetSettings');
  return settings as Settings;
}

async function breakAndMake(home: TrialHome, from: string, to: string, signal: AbortSignal): Promise<BreakTrial> {
  try {
    await bringUp(home.world(), to, { signal });
  } catch (error) {
    // The old link made room and the new one did not come: back, whatever the caller has given up by now.
    await bringUp(home.world(), from, { signal: new AbortController().signal }).catch(() => undefined);
    throw error;
  }
  return new BreakTrial(home, from, to);
}

/**
 * Settings for the new link that reach its device while it is still being prepared, before it has addresses: a worse
 * metric than the old link's, so that nothing moves yet; its name servers first; and where its gateways are known
 * from earlier, its own table. Sent later they would cost it its IPv6 for a moment. The stored profile stays as it is.
 * It is a race with the activation; what comes too late is done afterwards, by the trial.
 */
class EarlySettings {
  #sent: Promise<Gateways | null> | null = null;
  readonly #table: number;

  constructor(readonly world: ToldWorld, readonly stored: Settings | null, readonly fromDevice: string | null, readonly gateways: Gateways) {
    this.#table = freeTable(world.life.tree);
  }

  look(step: DeviceStep): void {
    const { life } = this.world;
    // The device may still be in the hands of what it carried before.
    if (this.#sent || !this.stored || linkOnDevice(life.tree, step.path) === null) return;
    // Wi-Fi and 802.1X have secrets in their applied settings until they are signed in; wires have none.
    const isSecret = deviceOf(life.tree, step.path)?.kind !== 'wired' || '802-1x' in this.stored;
    if (step.state !== (isSecret ? DeviceState.ipConfig : DeviceState.prepare)) return;
    this.#sent = reapplyAtOnce(life, step.path, this.stored, settings => this.#adjust(settings)).then(() => this.gateways, () => null);
  }

  /** The gateways that were taken with it; null when it was not sent, or not taken. */
  async applied(): Promise<Gateways | null> { return this.#sent; }

  #adjust(settings: Settings): void {
    const { tree } = this.world.life;
    placeNameServers(settings, NameServers.ahead);
    for (const family of families) {
      const from = this.fromDevice === null ? null : defaultMetric(tree, this.fromDevice, family);
      const own = metricOf(settings, family);
      if (from !== null && (own === null || own <= from)) setMetric(settings, family, from + METRIC_STEP);
      const gateway = this.gateways[family];
      if (gateway) setOwnTable(settings, family, gateway, this.#table);
    }
  }
}
