import type koffiModule from 'koffi';
import { CannotError, type Platform } from '../answers.ts';
import type { Run } from '../command.ts';
import { openCoreWlan } from './core-wlan.ts';
import { linuxPlatform } from './linux.ts';
import { macosPlatform } from './macos.ts';
import { windowsByNetsh, windowsPlatform } from './windows.ts';
import { openWlanCalls } from './wlan-calls.ts';

/** What this system is spoken to with. Native functions first; without them the programs. */
export async function openPlatform(name: NodeJS.Platform, run: Run, readFile: (path: string) => string): Promise<Platform> {
  switch (name) {
    case 'linux': return linuxPlatform(run, readFile);
    case 'win32': {
      const calls = await native(openWlanCalls);
      return calls ? windowsPlatform(calls, run) : windowsByNetsh(run);
    }
    case 'darwin': return macosPlatform(run, await native(openCoreWlan));
    default: throw new CannotError(`Handover knows no way to the Wi-Fi of "${name}".`);
  }
}

/** null where the native part, or the system's library, is not there. */
async function native<T>(open: (koffi: typeof koffiModule) => T): Promise<T | null> {
  try {
    const { default: koffi } = await import('koffi');
    return open(koffi);
  } catch (error) {
    console.error('handover: native Wi-Fi functions cannot be used:', error instanceof Error ? error.message : error);
    return null;
  }
}
