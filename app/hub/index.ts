export { takePlace, type Hub, type HubOptions, type HubPlace } from './hub.ts';
export { defaultLimits, type HubLimits } from './limits.ts';
export { attachHost } from './attach.ts';
export { defaultDataFolder, hubPath } from './places.ts';
export { PlaceError } from './client/place.ts';
export { HandoverError } from './client/index.ts';
