import { homedir } from 'node:os';
import { join } from 'node:path';
import { meetingHere, meetingName } from './client/meeting.ts';
import { socketPath } from './client/place.ts';

/** Folder for settings and the record, the same for the window and for a host without one: Electron's `userData`. */
export function defaultDataFolder(env: NodeJS.ProcessEnv = process.env): string {
  switch (process.platform) {
    case 'win32': return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Handover');
    case 'darwin': return join(homedir(), 'Library', 'Application Support', 'Handover');
    default: return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Handover');
  }
}

/** A host on a data folder of its own has a socket of its own, in it: what is tried out does not meet the user's sessions. */
export function hubPath(dataFolder: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return dataFolder === undefined || env['HANDOVER_SOCKET'] ? socketPath(env) : join(dataFolder, 'run', meetingName(meetingHere));
}
