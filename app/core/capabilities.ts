import { Capability } from '../contract/values.ts';
import type { DriverCapabilities } from './ports/driver.ts';

/** What a driver can, as flags of the reference (ENUM-06, MGR-28). */
export function capabilityBits({ startAndStopInterfaces, systemSessions, forcedRoaming, dataStatistics, overlap }: DriverCapabilities): number {
  return (startAndStopInterfaces ? Capability.canStartAndStopInterfaces : 0) | (systemSessions ? Capability.systemSessionSupport : 0)
    | (startAndStopInterfaces || overlap ? Capability.applicationLevelRoaming : 0) | (forcedRoaming ? Capability.forcedRoaming : 0)
    | (dataStatistics ? Capability.dataStatistics : 0);
}
