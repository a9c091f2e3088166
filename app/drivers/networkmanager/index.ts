import type { Clock } from '../../core/ports/clock.ts';
import type { Driver } from '../../core/ports/driver.ts';
import { OWN_SYSTEM_BUS, systemBusAddress } from './bus.ts';
import { KERNEL_COUNTERS } from '../shared/kernel-counters.ts';
import { NetworkManagerDriver } from './driver.ts';
import { isThere } from './manager-connection.ts';

/**
 * The driver for Linux with NetworkManager, on the system bus when no other is given. `counterFile` says where the kernel
 * counts for the machine that NetworkManager is on; on this machine's own bus that is known.
 */
export function createNetworkManagerDriver(options: { clock: Clock; busAddress?: string; counterFile?: string }): Driver {
  const busAddress = options.busAddress ?? systemBusAddress();
  const counterFile = options.counterFile ?? (busAddress === OWN_SYSTEM_BUS ? KERNEL_COUNTERS : null);
  return new NetworkManagerDriver({ clock: options.clock, busAddress, counterFile });
}

/** Does NetworkManager run here? Answers within a second. */
export const networkManagerAnswers = (busAddress: string = systemBusAddress()): Promise<boolean> => isThere(busAddress);
