import type { Clock } from '../../core/ports/clock.ts';
import type { Driver } from '../../core/ports/driver.ts';
import { systemBusAddress } from './bus.ts';
import { NetworkManagerDriver } from './driver.ts';
import { isThere } from './manager-connection.ts';

/** The driver for Linux with NetworkManager. `busAddress` is the system bus when not given. */
export function createNetworkManagerDriver(options: { clock: Clock; busAddress?: string }): Driver {
  return new NetworkManagerDriver({ clock: options.clock, busAddress: options.busAddress ?? systemBusAddress() });
}

/** Does NetworkManager run here? Answers within a second. */
export const networkManagerAnswers = (busAddress: string = systemBusAddress()): Promise<boolean> => isThere(busAddress);
