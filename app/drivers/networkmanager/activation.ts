import { targetOf, type Target } from './access-points.ts';
import { activeLinkOf, byPreference, linkOfProfile, linkOnDevice, type ActiveLink } from './active-links.ts';
import { Variant } from './bus.ts';
import { failureOfSteps } from './device-reasons.ts';
import { allDevices, deviceOf, fitsWired, reaches, type Device } from './devices.ts';
import { cancelled, CommandFailure, fail, isGone } from './failures.ts';
import type { DeviceStep, ManagerLife } from './manager-life.ts';
import { read } from './object-tree.ts';
import { ActiveState, DeviceState, MANAGER_PATH, Name, NO_PATH } from './protocol.ts';
import type { ToldWorld } from './told-world.ts';
import { bringUpVpn } from './vpn.ts';

/** NetworkManager's own limits end every activation sooner (45 s of DHCP, 25 s of association); this one is for what they miss. */
const ACTIVATION_LIMIT = 90_000;
const DEACTIVATION_LIMIT = 15_000;
const SETTLING_LIMIT = 3_000;

export interface BringUpOptions {
  signal: AbortSignal;
  /** A device that is to be left alone if there is another (it carries the link one comes from). */
  spare?: string;
  /** Called with every step of the device while the activation goes on. */
  onStep?: (step: DeviceStep) => void;
}

/** A link that is up; `started`: by this call, so that undoing is this caller's business. */
export interface BroughtUp { link: ActiveLink; started: boolean }

/**
 * Brings an access point up and ends when its link is active. Where it is up, or on its way up by somebody else's
 * doing, it joins. Rejects with the device's own reason; what it started and did not finish it takes down again.
 */
export async function bringUp(world: ToldWorld, id: string, options: BringUpOptions): Promise<BroughtUp> {
  const { life } = world;
  if (options.signal.aborted) throw cancelled();
  const target = targetOf(world.around, id);
  if (!target) throw fail('notFound', 'This access point is no longer there. Look for access points again.');
  const existing = linkOfTarget(world, target);
  if (target.kind === 'stored' && target.profile.kind === 'vpn') return bringUpVpn(world, target.profile, existing, options.signal);
  const joins = existing !== null && existing.state <= ActiveState.activated;
  const device = joins ? existing.device : (await chooseDevice(world, target, options)).path;
  // An activation of somebody else's is joined, and not undone.
  if (joins) return { link: await withSteps(life, device, options.onStep, steps => untilActive(world, existing.path, device, steps, options.signal)), started: false };
  return { link: await bringUpBy(world, device, () => activate(world, target, device), options), started: true };
}

/**
 * Has `begin` start an activation on a device (it gives the path of the active connection), and ends when its link is
 * active. Rejects with the device's own reason, after what had begun was taken down again.
 */
export async function bringUpBy(world: ToldWorld, device: string, begin: () => Promise<string>, options: Pick<BringUpOptions, 'signal' | 'onStep'>): Promise<ActiveLink> {
  return withSteps(world.life, device, options.onStep, async steps => {
    // Not called off with the signal: only the reply tells what there would be to undo.
    const path = await begin();
    try {
      return await untilActive(world, path, device, steps, options.signal);
    } catch (error) {
      if (!world.life.ended) await takeDownLink(world, path).catch(() => undefined);
      throw error;
    }
  });
}

/** Runs with what a device goes through meanwhile. */
async function withSteps<T>(life: ManagerLife, device: string, onStep: BringUpOptions['onStep'], run: (steps: readonly DeviceStep[]) => Promise<T>): Promise<T> {
  const steps: DeviceStep[] = [];
  const stopListening = life.onDeviceStep(step => {
    if (step.path !== device) return;
    steps.push(step);
    onStep?.(step);
  });
  try {
    return await run(steps);
  } finally {
    stopListening();
  }
}

/** Takes an access point's link down and ends when it is gone; nothing to do where there is none. */
export async function takeDown(world: ToldWorld, id: string): Promise<void> {
  const target = targetOf(world.around, id);
  if (!target) throw fail('notFound', 'This access point is no longer there.');
  const link = linkOfTarget(world, target);
  if (link) await takeDownLink(world, link.path);
}

export async function takeDownLink(world: ToldWorld, path: string): Promise<void> {
  const { life } = world;
  try {
    await life.call(MANAGER_PATH, Name.manager, 'DeactivateConnection', 'o', [path]);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  await life.until(() => (isUp(activeLinkOf(life.tree, path)) ? undefined : true), { limit: DEACTIVATION_LIMIT, what: 'to disconnect' });
}

/** The link of an access point, whatever its state. */
export function linkOfId(world: ToldWorld, id: string): ActiveLink | null {
  const target = targetOf(world.around, id);
  return target && linkOfTarget(world, target);
}

const isUp = (link: ActiveLink | null): boolean => link !== null && link.state !== ActiveState.deactivated;

function linkOfTarget(world: ToldWorld, target: Target): ActiveLink | null {
  const { tree } = world.life;
  switch (target.kind) {
    case 'stored': return linkOfProfile(tree, target.profile.path);
    case 'seenWired': return linkOnDevice(tree, target.device.path);
    case 'seenNetwork': return null;
  }
}

async function chooseDevice(world: ToldWorld, target: Target, options: BringUpOptions): Promise<Device> {
  const { life } = world;
  if (target.kind === 'seenWired') return target.device;
  // Storing a new network is for the connect dialog; a network that is only seen has no settings to come up with.
  if (target.kind === 'seenNetwork') throw fail('notSupported', 'This Wi-Fi network is not stored yet. Connect to it once with the system’s own settings, then it can be used here.');
  const { profile } = target;
  const usable = (): Device[] => byPreference(life.tree, profile, [...allDevices(life.tree)].filter(device => reaches(device, profile)));
  // Just started, or the cable just in: the device will be ready in a moment.
  const isSettling = (): boolean => read.flag(life.tree.get(MANAGER_PATH, Name.manager), 'Startup')
    || [...allDevices(life.tree)].some(device => fitsWired(profile, device) && device.carrier === true);
  if (usable().length === 0 && isSettling()) {
    await life.until(() => (usable().length > 0 || !isSettling() ? true : undefined), { limit: SETTLING_LIMIT, what: 'to make the device ready', signal: options.signal })
      .catch(error => { if (options.signal.aborted || life.ended) throw error; });
  }
  const device = usable().find(candidate => candidate.path !== options.spare) ?? usable()[0];
  if (device) return device;
  throw profile.kind === 'wired' ? fail('notFound', 'No cable is plugged in for it. Check both ends of the cable.') : fail('notFound', 'It is not in reach of any device of this computer.');
}

async function activate(world: ToldWorld, target: Target, device: string): Promise<string> {
  const { life } = world;
  if (target.kind === 'stored') {
    const [path] = await life.call(MANAGER_PATH, Name.manager, 'ActivateConnection', 'ooo', [target.profile.path, device, NO_PATH]);
    return path as string;
  }
  // A wire with nothing stored: a profile that lives as long as the link, so that nothing is left behind.
  const name = deviceOf(life.tree, device)?.name ?? '';
  const settings = { connection: { id: new Variant('s', name), type: new Variant('s', '802-3-ethernet'), 'interface-name': new Variant('s', name) } };
  const [, path] = await life.call(MANAGER_PATH, Name.manager, 'AddAndActivateConnection2', 'a{sa{sv}}ooa{sv}', [settings, device, NO_PATH, { persist: new Variant('s', 'volatile') }]);
  return path as string;
}

async function untilActive(world: ToldWorld, path: string, device: string, steps: readonly DeviceStep[], signal: AbortSignal): Promise<ActiveLink> {
  const { life } = world;
  // What a quick change of mind undid may have come and gone before the reply that names it.
  let wasThere = !life.tree.has(path, Name.activeConnection) && !await exists(world, path);
  const end = await life.until<ActiveLink | 'failed'>(() => {
    const link = activeLinkOf(life.tree, path);
    wasThere ||= link !== null;
    if (link?.state === ActiveState.activated && deviceOf(life.tree, device)?.state === DeviceState.activated) return link;
    const lost = link === null ? wasThere || life.ended : link.state >= ActiveState.deactivating;
    return lost ? 'failed' : undefined;
  }, { limit: ACTIVATION_LIMIT, what: 'to connect', signal });
  if (end !== 'failed') return end;
  throw new CommandFailure(failureSince(steps));
}

/** Does the active connection exist? Everything told of it before the answer is in the world by then. */
async function exists(world: ToldWorld, path: string): Promise<boolean> {
  try {
    await world.life.call(path, Name.properties, 'Get', 'ss', [Name.activeConnection, 'State']);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** What the device's steps say, from the first one of this activation on. */
function failureSince(steps: readonly DeviceStep[]): ReturnType<typeof failureOfSteps> {
  const begin = steps.findIndex(step => step.state === DeviceState.prepare);
  const own = begin < 0 ? steps : steps.slice(begin);
  const stages = own.map(step => step.state).filter(state => state >= DeviceState.prepare && state < DeviceState.activated);
  // After FAILED the device goes on to DISCONNECTED without a reason of its own.
  const failedAt = own.findIndex(step => step.state === DeviceState.failed);
  const telling = (failedAt < 0 ? own : own.slice(0, failedAt + 1)).map(step => step.reason);
  return failureOfSteps(telling, stages.at(-1) ?? DeviceState.unknown);
}
