import type { Clock } from '../../core/ports/clock.ts';
import type { Driver } from '../../core/ports/driver.ts';
import { WifiDriver } from './driver.ts';
import { ChildHelper, type HelperOptions } from './helper.ts';

/** The driver for the system's own Wi-Fi: Windows, macOS, and Linux by setting. `script` is the built child, `node` what runs it. */
export const createWifiDriver = ({ clock, script, node }: { clock: Clock } & Pick<HelperOptions, 'script' | 'node'>): Driver =>
  new WifiDriver({ clock, helper: new ChildHelper({ clock, script, node }) });
