import type { TraceInput } from '../../app/core/roaming/replay/index.ts';
import { brokenBest, capturedByPortal, changedSecurity, duringACall, meteredHotspot, sleepAndResume, weakerSecurityTwin, wiredDock } from './written.ts';
import { idleHour, pingPongDoor, pingPongWalk, stickyWalk } from './rooms.ts';

export { writeTrace } from './write-trace.ts';

/** Every trace of e2e/roaming by its folder. */
export const traces: Record<string, () => TraceInput | Promise<TraceInput>> = {
  'sticky-walk': stickyWalk, 'ping-pong-door': pingPongDoor, 'ping-pong-walk': pingPongWalk, 'idle-hour': idleHour,
  'broken-best': brokenBest, 'captive-portal': capturedByPortal, 'during-a-call': duringACall, 'sleep-and-resume': sleepAndResume,
  'wired-dock': wiredDock, 'metered-hotspot': meteredHotspot, 'weaker-security-twin': weakerSecurityTwin, 'changed-security': changedSecurity,
};
