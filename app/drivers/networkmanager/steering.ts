import { linkOfProfile } from './active-links.ts';
import { setRules, reapply } from './applied-settings.ts';
import { Variant } from './bus.ts';
import { STEERING_INTERFACE_PREFIX } from './devices.ts';
import { fail, isGone } from './failures.ts';
import type { ManagerLife } from './manager-life.ts';
import { read } from './object-tree.ts';
import { STEERING_MARK, type Profile, type Settings } from './profile.ts';
import { ActiveState, MANAGER_PATH, Name, NO_PATH, SETTINGS_PATH, StoreFlag } from './protocol.ts';
import { steeringLeftovers, type Rule } from './steering-rules.ts';

/**
 * The steering connection: a bridge without ports, whose only content is policy rules. NetworkManager sets the rules
 * with it and removes them with it; it lives in memory, and because its activation is bound to our connection to the
 * bus, it ends when we end, however we end. Neither of the two links it steers between is touched.
 */
const LIMIT = 5_000;

/** Who made it: this connection to this bus. A unique name is never given twice while a bus lives. */
const ownerMark = (life: ManagerLife): string => `${life.bus.id}${life.bus.uniqueName}`;

/** Our own steering connections in this life of NetworkManager; more than one only for a moment. */
function own(life: ManagerLife): Profile[] {
  const mark = ownerMark(life);
  return [...life.profiles.values()].filter(profile => profile.steeringOwner === mark);
}

/**
 * Sets the rules, making the steering connection where there is none. `anew` makes another and removes the one there
 * was: after NetworkManager restarted, the old one is no longer bound to us.
 */
export async function steer(life: ManagerLife, rules: readonly Rule[], options: { anew?: boolean } = {}): Promise<void> {
  const before = own(life);
  const current = before.flatMap(profile => linkOfProfile(life.tree, profile.path) ?? []).find(link => link.state === ActiveState.activated);
  if (current && !options.anew) {
    await reapply(life, current.device, settings => applyRules(settings, rules));
    return;
  }
  await create(life, rules);
  for (const profile of before) await remove(life, profile);
}

/** Are there rules of ours? */
export const isSteering = (life: ManagerLife): boolean => own(life).length > 0;

/** Drops the rules; nothing to do where there are none. */
export async function stopSteering(life: ManagerLife): Promise<void> {
  for (const profile of own(life)) await remove(life, profile);
}

/** Removes what an earlier Handover left behind: a steering connection whose maker is no longer on this bus. */
export async function removeStraySteering(life: ManagerLife): Promise<void> {
  const strays: Profile[] = [];
  for (const profile of [...life.profiles.values()]) {
    const mark = profile.steeringOwner;
    if (mark === null || mark === ownerMark(life)) continue;
    const isAlive = mark.startsWith(`${life.bus.id}:`) && await life.bus.ownerOf(mark.slice(life.bus.id.length)) !== null;
    if (!isAlive) strays.push(profile);
  }
  if (strays.length === 0) return;
  for (const profile of strays) await remove(life, profile);
  // A steering connection outlives its maker only where NetworkManager was started again, and then NetworkManager
  // does not know the rules that were set after it was made. Told of them once, it removes them.
  await create(life, steeringLeftovers);
  await stopSteering(life);
}

async function create(life: ManagerLife, rules: readonly Rule[]): Promise<void> {
  const name = freeName(life);
  // A bridge can only be activated on a device that NetworkManager knows, and it knows one that does not exist yet
  // from a profile that asks for it: a first profile, in memory, makes the device known; a second one brings it up.
  const [hold] = await life.call(SETTINGS_PATH, Name.settings, 'AddConnection2', 'a{sa{sv}}ua{sv}', [steeringSettings(life, name, []), StoreFlag.inMemory | StoreFlag.blockAutoconnect, {}]);
  try {
    const device = await life.until(() => deviceNamed(life, name), { limit: LIMIT, what: 'to make room for the rules of a trial' });
    const options = { persist: new Variant('s', 'volatile'), 'bind-activation': new Variant('s', 'dbus-client') };
    const [, path] = await life.call(MANAGER_PATH, Name.manager, 'AddAndActivateConnection2', 'a{sa{sv}}ooa{sv}', [steeringSettings(life, name, rules), device, NO_PATH, options]);
    const isUp = (): true | undefined => {
      const state = read.number(life.tree.get(path as string, Name.activeConnection), 'State');
      if (state > ActiveState.activated) throw fail('failed', 'NetworkManager did not take the rules of the trial.');
      return state === ActiveState.activated ? true : undefined;
    };
    await life.until(isUp, { limit: LIMIT, what: 'to set the rules of a trial' });
  } finally {
    await life.call(hold as string, Name.profile, 'Delete').catch(() => undefined);
  }
}

async function remove(life: ManagerLife, profile: Profile): Promise<void> {
  const link = linkOfProfile(life.tree, profile.path);
  try {
    if (link) await life.call(MANAGER_PATH, Name.manager, 'DeactivateConnection', 'o', [link.path]);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  if (link) {
    const { tree } = life;
    await life.until(() => (tree.has(link.path, Name.activeConnection) && read.number(tree.get(link.path, Name.activeConnection), 'State') !== ActiveState.deactivated ? undefined : true),
      { limit: LIMIT, what: 'to drop the rules of a trial' });
  }
  // A volatile profile goes with its activation; one that NetworkManager took over after a restart may stay.
  if (life.profiles.has(profile.path)) await life.call(profile.path, Name.profile, 'Delete').catch(() => undefined);
}

function steeringSettings(life: ManagerLife, name: string, rules: readonly Rule[]): Settings {
  const settings: Settings = {
    connection: { id: new Variant('s', 'Handover trial'), type: new Variant('s', 'bridge'), 'interface-name': new Variant('s', name), autoconnect: new Variant('b', false) },
    bridge: { stp: new Variant('b', false) },
    ipv4: { method: new Variant('s', 'disabled') },
    ipv6: { method: new Variant('s', 'disabled') },
    user: { data: new Variant('a{ss}', { [STEERING_MARK]: ownerMark(life) }) },
  };
  applyRules(settings, rules);
  return settings;
}

function applyRules(settings: Settings, rules: readonly Rule[]): void {
  setRules(settings, 4, rules);
  setRules(settings, 6, rules);
}

function deviceNamed(life: ManagerLife, name: string): string | undefined {
  for (const path of life.tree.paths(Name.device)) if (read.text(life.tree.get(path, Name.device), 'Interface') === name) return path;
  return undefined;
}

/** After our number on the bus, so that no two clients ever want the same one; a letter more while an old one is being replaced. */
function freeName(life: ManagerLife): string {
  const name = `${STEERING_INTERFACE_PREFIX}${life.bus.uniqueName.split('.').at(-1) ?? ''}`;
  const isTaken = deviceNamed(life, name) !== undefined || [...life.profiles.values()].some(profile => profile.interfaceName === name);
  return isTaken ? `${name}b` : name;
}
