import type { Driver } from '../../core/ports/driver.ts';
import { LinuxDriver, type LinuxDriverOptions } from './driver.ts';

/** The driver for Linux without a network manager: looks, and changes nothing. */
export const createLinuxDriver = (options: LinuxDriverOptions): Driver => new LinuxDriver(options);
