import { userInfo } from 'node:os';
import type { DriverStore } from '../../../core/ports/management.ts';
import type { Security } from '../../../contract/values.ts';
import { targetOf } from '../access-points.ts';
import { beginVolatile, bringUp, bringUpBy, chooseDevice, deviceForNetwork, freeDevice } from '../activation.ts';
import { Variant } from '../bus.ts';
import { allDevices, type Device } from '../devices.ts';
import { cancelled, CommandFailure, fail, isGone } from '../failures.ts';
import type { ManagerLife } from '../manager-life.ts';
import type { Profile, Settings } from '../profile.ts';
import { MANAGER_PATH, Name, NO_PATH, StoreFlag } from '../protocol.ts';
import type { ToldWorld } from '../told-world.ts';
import type { WifiNetwork } from '../wifi-networks.ts';
import { joinSettings } from './join-settings.ts';
import { merged, placeOf, secretsOf, settingsOf, store, withCredentials } from './stored-settings.ts';

type Wanted = Parameters<DriverStore['connect']>[0];

const STORE_LIMIT = 10_000;

/** Joins what is wanted and gives the id of its stored access point once its link is active. Rejects with the store as it was. */
export async function connect(world: ToldWorld, wanted: Wanted, signal: AbortSignal): Promise<string> {
  if (signal.aborted) throw cancelled();
  const { target } = wanted;
  if (target.target === 'hidden') return joinNew(world, wanted, { ssid: target.ssid, security: target.security, hidden: true }, signal);
  const found = targetOf(world.around, target.accessPoint);
  switch (found?.kind) {
    case undefined: throw fail('notFound', 'This access point is no longer there. Look for access points again.');
    case 'stored': return joinStored(world, wanted, found.profile, signal);
    case 'seenNetwork': return joinNew(world, wanted, { ssid: found.network.ssid, security: found.network.security, hidden: false, network: found.network }, signal);
    case 'seenWired': {
      const settings = { connection: { type: new Variant('s', '802-3-ethernet'), 'interface-name': new Variant('s', found.device.name) } };
      return storeWhenActive(world, settings, found.device, NO_PATH, signal);
    }
  }
}

interface NewNetwork { ssid: string; security: Security; hidden: boolean; network?: WifiNetwork }

function joinNew(world: ToldWorld, wanted: Wanted, { ssid, security, hidden, network }: NewNetwork, signal: AbortSignal): Promise<string> {
  if (ssid === '') throw fail('notSupported', 'This network hides its name. Connect to it as a hidden network, by its name.');
  const settings = joinSettings({ ssid, security, hidden, hardwareAddress: wanted.hardwareAddress, credentials: wanted.credentials });
  const device = wanted.interface !== null ? deviceNamed(world, wanted.interface) : network ? deviceForNetwork(world, network) : freeDevice(world, ({ kind }) => kind === 'wifi');
  return storeWhenActive(world, settings, device, NO_PATH, signal);
}

function deviceNamed(world: ToldWorld, name: string): Device {
  for (const device of allDevices(world.life.tree)) if (device.name === name) return device;
  throw fail('notFound', 'This interface is no longer there.');
}

/**
 * The profile lives as long as its link until that is active; then it is stored. So a failure, or the death of
 * Handover on the way, leaves none.
 */
async function storeWhenActive(world: ToldWorld, settings: Settings, device: Device, radio: string, signal: AbortSignal): Promise<string> {
  const { life } = world;
  const whole = merged(settings, { connection: ownerOf(life) });
  let profile = '';
  const call = async (): ReturnType<typeof beginVolatile> => {
    const begun = await beginVolatile(world, whole, device.path, radio);
    profile = begun.profile;
    return begun;
  };
  try {
    const link = await bringUpBy(world, device.path, call, { signal, secrets: 'refuse' });
    await storeForEveryDevice(life, profile).catch(async error => {
      await life.call(MANAGER_PATH, Name.manager, 'DeactivateConnection', 'o', [link.path]).catch(() => undefined);
      throw error;
    });
  } catch (error) {
    if (profile !== '' && !life.ended) await untilGone(life, profile);
    throw toldWell(error, whole);
  }
  return life.until(() => {
    const stored = life.profiles.get(profile);
    return stored && !stored.passing && targetOf(world.around, stored.uuid)?.kind === 'stored' ? stored.uuid : undefined;
  }, { limit: STORE_LIMIT, what: 'to store the access point' });
}

/** NetworkManager ties a new Wi-Fi profile to the device that it first came up on; any that hears the network may have it. */
async function storeForEveryDevice(life: ManagerLife, profile: string): Promise<void> {
  const settings = await settingsOf(life, profile);
  if ('802-11-wireless' in settings) delete settings['connection']?.['interface-name'];
  delete settings['802-11-wireless']?.['mac-address'];
  await store(life, profile, settings, StoreFlag.toDisk);
}

/** A profile that goes with its link goes by itself, soon after it. */
async function untilGone(life: ManagerLife, profile: string): Promise<void> {
  await life.until(() => (life.tree.has(profile, Name.profile) ? undefined : true), { limit: STORE_LIMIT, what: 'to forget what did not connect' })
    .catch(() => life.call(profile, Name.profile, 'Delete'))
    .catch(error => { if (!isGone(error)) throw error; });
}

/** Who may use the new profile: everybody, where this user may store for everybody; else this user alone. */
function ownerOf(life: ManagerLife): Record<string, Variant> {
  const { permissions } = life;
  return permissions.of('settings.modify.system') === 'yes' || permissions.of('settings.modify.own') !== 'yes' ? {} : { permissions: new Variant('as', [`user:${userInfo().username}:`]) };
}

/** New secrets are put in for the attempt, in memory; then they are kept, or what was before is put back. */
async function joinStored(world: ToldWorld, wanted: Wanted, profile: Profile, signal: AbortSignal): Promise<string> {
  const { life } = world;
  const device = wanted.interface !== null ? deviceNamed(world, wanted.interface) : null;
  const call = async (on: Device): ReturnType<typeof beginVolatile> => {
    const [link] = await life.call(MANAGER_PATH, Name.manager, 'ActivateConnection', 'ooo', [profile.path, on.path, NO_PATH]);
    return { link: link as string, profile: profile.path };
  };
  if (wanted.credentials.kind === 'none') {
    if (device) await bringUpBy(world, device.path, () => call(device), { signal, secrets: 'ask' });
    else await bringUp(world, profile.uuid, { signal });
    return profile.uuid;
  }
  const on = device ?? await chooseDevice(world, { kind: 'stored', profile }, { signal });
  const before = await settingsOf(life, profile.path);
  const secretsBefore = await secretsOf(life, profile.path, before);
  const place = placeOf(life, profile.path);
  const changed = withCredentials(before, wanted.credentials);
  try {
    await store(life, profile.path, changed, StoreFlag.inMemory);
    await bringUpBy(world, on.path, () => call(on), { signal, secrets: 'refuse' });
    await store(life, profile.path, {}, place);
  } catch (error) {
    if (!life.ended) {
      // Settings without any secret leave those in place that are there.
      await life.call(profile.path, Name.profile, 'ClearSecrets').catch(() => undefined);
      await store(life, profile.path, merged(before, secretsBefore), place);
    }
    throw toldWell(error, changed);
  }
  return profile.uuid;
}

/** NMDeviceStateReason SSID_NOT_FOUND is all that is said of a wrong password where the supplicant cannot tell it from silence. */
function toldWell(error: unknown, settings: Settings): unknown {
  if (!(error instanceof CommandFailure)) return error;
  const { code, stage } = error.failure;
  const keyManagement = (settings['802-11-wireless-security']?.['key-mgmt'] as Variant<string> | undefined)?.value ?? '';
  const isEnterprise = '802-1x' in settings;
  if (keyManagement === 'sae' && code === 'notFound') {
    return fail('failed', 'The access point did not let this device in. Most likely the password is wrong: a WPA3 network does not say so. It may also have gone out of reach.', stage);
  }
  if (isEnterprise && (code === 'notFound' || code === 'secretNeeded' || code === 'wrongSecret' || code === 'timedOut')) {
    return fail('failed', 'The network did not let this device in. Name or password may be wrong, or the server’s certificate was not accepted: check the authority’s file and the server’s name. The network does not say which.', stage);
  }
  return error;
}
