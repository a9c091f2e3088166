import { wantedBy } from '../../contract/credentials.ts';
import { linkOfNetwork, targetOf, type Target } from './access-points.ts';
import { activeLinkOf, byPreference, linkOfProfile, linkOnDevice, type ActiveLink } from './active-links.ts';
import { Variant } from './bus.ts';
import { failureOfSteps } from './device-reasons.ts';
import { allDevices, deviceOf, fitsWired, reaches, type Device } from './devices.ts';
import { cancelled, CommandFailure, fail, isGone } from './failures.ts';
import type { DeviceStep, ManagerLife, OwnActivation } from './manager-life.ts';
import { read } from './object-tree.ts';
import type { Settings } from './profile.ts';
import { ActiveState, DeviceState, MANAGER_PATH, Name, NO_PATH } from './protocol.ts';
import { causeOf } from './secrets/unanswered.ts';
import { joinSettings } from './store/join-settings.ts';
import type { ToldWorld } from './told-world.ts';
import { bringUpVpn } from './vpn.ts';
import type { WifiNetwork } from './wifi-networks.ts';

/** NetworkManager's own limits end every activation sooner (45 s of DHCP, 25 s of association, 120 s for the user's answer); this one is for what they miss. */
const ACTIVATION_LIMIT = 240_000;
const DEACTIVATION_LIMIT = 15_000;
const SETTLING_LIMIT = 3_000;
/** From letting go of its devices to giving up its name, NetworkManager takes a second or two. */
const ENDING_LIMIT = 3_000;
/** NMDeviceStateReason: no longer managed, and (since 1.46) shutting down. */
const LETTING_GO: readonly number[] = [3, 72];

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
  if (options.signal.aborted) throw cancelled();
  const target = targetOf(world.around, id);
  if (!target) throw fail('notFound', 'This access point is no longer there. Look for access points again.');
  const existing = linkOfTarget(world, target);
  if (target.kind === 'stored' && target.profile.kind === 'vpn') return bringUpVpn(world, target.profile, existing, options.signal);
  const joins = existing !== null && existing.state <= ActiveState.activated;
  // An activation of somebody else's is joined, and not undone.
  if (joins) return { link: await withSteps(world.life, existing.device, options.onStep, steps => untilActive(world, existing.path, existing.device, steps, options.signal)), started: false };
  const device = await chooseDevice(world, target, options);
  return { link: await bringUpBy(world, device.path, () => activate(world, target, device), { ...options, secrets: 'ask' }), started: true };
}

/** What a call that begins an activation gives: the path of the active connection, and its profile's. */
export interface Begun { link: string; profile: string }

/**
 * Has `begin` start an activation on a device, and ends when its link is active. Rejects with the device's own reason,
 * after what had begun was taken down again.
 * @param options `secrets`: what NetworkManager is told when it wants one that it has not
 */
export function bringUpBy(world: ToldWorld, device: string, begin: () => Promise<Begun>, options: Pick<BringUpOptions, 'signal' | 'onStep'> & Pick<OwnActivation, 'secrets'>): Promise<ActiveLink> {
  const { life } = world;
  const own: OwnActivation = { secrets: options.secrets, unanswered: null };
  return withSteps(life, device, options.onStep, async steps => {
    // Not called off with the signal: only the reply tells what there would be to undo.
    const { link, profile } = await begin();
    life.ownActivations.set(profile, own);
    try {
      const active = await untilActive(world, link, device, steps, options.signal);
      // A profile that was made for it is read before the link can be told as its access point's.
      await life.until(() => (life.profiles.has(profile) ? true : undefined), { limit: SETTLING_LIMIT, what: 'to tell of the new connection', signal: options.signal });
      return active;
    } catch (error) {
      if (!life.ended) await takeDownLink(world, link).catch(() => undefined);
      throw causeOf(own, error);
    } finally {
      if (life.ownActivations.get(profile) === own) life.ownActivations.delete(profile);
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
    case 'seenNetwork': return linkOfNetwork(world.around, target.network);
  }
}

export async function chooseDevice(world: ToldWorld, target: Target, options: BringUpOptions): Promise<Device> {
  const { life } = world;
  if (target.kind === 'seenWired') return target.device;
  if (target.kind === 'seenNetwork') return deviceForNetwork(world, target.network, options.spare);
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

/** The device on which a network in the air comes up: one that hears it and carries no link yet, if there is one. */
export function deviceForNetwork(world: ToldWorld, network: WifiNetwork, spare?: string): Device {
  const { homes } = world.around.networks;
  const hearing = new Set([...network.radios].map(radio => homes.get(radio)?.device));
  return freeDevice(world, device => hearing.has(device.path), spare);
}

/** Of the devices that would do one without a link, so that what is up stays up. */
export function freeDevice(world: ToldWorld, wouldDo: (device: Device) => boolean, spare?: string): Device {
  const { tree } = world.life;
  const usable = [...allDevices(tree)].filter(device => device.managed && device.state > DeviceState.unavailable && wouldDo(device))
    .sort((a, b) => Number(linkOnDevice(tree, a.path) !== null) - Number(linkOnDevice(tree, b.path) !== null) || (a.name < b.name ? -1 : 1));
  const device = usable.find(({ path }) => path !== spare) ?? usable[0];
  if (!device) throw fail('notFound', 'It is not in reach of any device of this computer.');
  return device;
}

async function activate(world: ToldWorld, target: Target, device: Device): Promise<Begun> {
  const { life } = world;
  if (target.kind === 'stored') {
    const { path: profile } = target.profile;
    const [link] = await life.call(MANAGER_PATH, Name.manager, 'ActivateConnection', 'ooo', [profile, device.path, NO_PATH]);
    return { link: link as string, profile };
  }
  const settings = target.kind === 'seenWired' ? wiredSettings(device.name) : openSettings(target.network);
  return beginVolatile(world, settings, device.path, NO_PATH);
}

/** Activates settings that live as long as the link, so that nothing is left behind. */
export async function beginVolatile(world: ToldWorld, settings: Settings, device: string, radio: string): Promise<Begun> {
  const [profile, link] = await world.life.call(MANAGER_PATH, Name.manager, 'AddAndActivateConnection2', 'a{sa{sv}}ooa{sv}', [settings, device, radio, { persist: new Variant('s', 'volatile') }]);
  return { link: link as string, profile: profile as string };
}

const wiredSettings = (name: string): Settings => ({ connection: { id: new Variant('s', name), type: new Variant('s', '802-3-ethernet'), 'interface-name': new Variant('s', name) } });

function openSettings({ ssid, security }: WifiNetwork): Settings {
  if (ssid === '') throw fail('notSupported', 'This network hides its name. Connect to it as a hidden network, by its name.');
  if (wantedBy(security) !== 'nothing') throw fail('secretNeeded', 'This network needs a password. Connect to it with one first.');
  return joinSettings({ ssid, security, hidden: false, hardwareAddress: 'default', credentials: { kind: 'none' } });
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
  const last = steps.at(-1);
  if (last && last.state !== DeviceState.failed && LETTING_GO.includes(last.reason)) await untilManagerGone(life);
  throw new CommandFailure(failureSince(steps));
}

/** A NetworkManager that ends lets go of its devices first, for a reason that it also gives for others. Throws managerGone if it ends now. */
async function untilManagerGone(life: ManagerLife): Promise<void> {
  await life.until(() => undefined, { limit: ENDING_LIMIT, what: 'to end' }).catch(error => { if (life.ended) throw error; });
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
export function failureSince(steps: readonly DeviceStep[]): ReturnType<typeof failureOfSteps> {
  const begin = steps.findIndex(step => step.state === DeviceState.prepare);
  const own = begin < 0 ? steps : steps.slice(begin);
  const stages = own.map(step => step.state).filter(state => state >= DeviceState.prepare && state < DeviceState.activated);
  // After FAILED the device goes on to DISCONNECTED without a reason of its own.
  const failedAt = own.findIndex(step => step.state === DeviceState.failed);
  const telling = (failedAt < 0 ? own : own.slice(0, failedAt + 1)).map(step => step.reason);
  return failureOfSteps(telling, stages.at(-1) ?? DeviceState.unknown);
}
