import type { RadioKind } from '../../contract/management.ts';
import { Variant } from './bus.ts';
import { fail } from './failures.ts';
import { read } from './object-tree.ts';
import { MANAGER_PATH, Name } from './protocol.ts';
import type { ToldWorld } from './told-world.ts';

const properties: Readonly<Record<RadioKind, { on: string; hardwareOn: string; words: string }>> = {
  wifi: { on: 'WirelessEnabled', hardwareOn: 'WirelessHardwareEnabled', words: 'Wi-Fi' },
  mobile: { on: 'WwanEnabled', hardwareOn: 'WwanHardwareEnabled', words: 'mobile broadband' },
};
const LIMIT = 10_000;

/** Switches the radios of a kind and ends when NetworkManager says that it is so. */
export async function setRadio({ life }: ToldWorld, radio: RadioKind, on: boolean): Promise<void> {
  const { on: property, hardwareOn, words } = properties[radio];
  const manager = () => life.tree.get(MANAGER_PATH, Name.manager);
  if (on && !read.flag(manager(), hardwareOn)) {
    throw fail('failed', `The computer’s own switch has ${words} off. Switch it on there: a key with an aerial on it, a slider at the side, or the firmware’s settings.`);
  }
  await life.call(MANAGER_PATH, Name.properties, 'Set', 'ssv', [Name.manager, property, new Variant('b', on)]);
  await life.until(() => (read.flag(manager(), property) === on ? true : undefined), { limit: LIMIT, what: `to switch ${words} ${on ? 'on' : 'off'}` });
}
