export { openHub, type Hub, type HubOptions } from './hub.ts';
export { defaultLimits, type HubLimits } from './limits.ts';
export { checkPathLength, PlaceError, socketPath } from './client/place.ts';
