export type { ClientHandle, Host, HostOptions } from './host.ts';
export { openHost } from './open-host.ts';
export { defaultSettings } from '../journal/settings-file.ts';
