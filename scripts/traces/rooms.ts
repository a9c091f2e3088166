import type { TraceInput } from '../../app/core/roaming/replay/index.ts';
import { record } from './recording.ts';

const laptop: TraceInput['interfaces'] = [{ id: 'wlp3s0', kind: 'wifi' }];
const radio = (number: number) => `02:00:00:00:0${number}:00`;

/** Two rooms side by side with an access point each, a wall of concrete between them, a door in it. Nobody shields the door. */
function twoRooms({ id, timeline, depth, wall = 12, power = 10 }: { id: string; timeline: object[]; depth: number; wall?: number; power?: number }) {
  return {
    id, radioModel: { shadowing: 2, noise: 1.2 },
    places: { desk: [-depth, 0], door: [0, 0], table: [depth, 0] },
    walls: [{ from: [0, -12], to: [0, -0.6], loss: wall }, { from: [0, 0.6], to: [0, 12], loss: wall }, { from: [0, -0.6], to: [0, 0.6], loss: wall / 2 }],
    user: { at: 'desk' }, interfaces: [{ name: 'wlp3s0', kind: 'wifi' }],
    accessPoints: [
      { kind: 'wifi', id: 'east', ssid: 'Office East', security: 'wpa2', stored: true, radios: [{ bssid: radio(1), at: [-9, 4], band: '5', channel: 36, power }] },
      { kind: 'wifi', id: 'west', ssid: 'Office West', security: 'wpa2', stored: true, radios: [{ bssid: radio(2), at: [9, 4], band: '5', channel: 44, power }] },
    ],
    connected: ['east'], timeline,
  };
}

async function inTwoRooms(trace: Pick<TraceInput, 'title' | 'about' | 'answers'>, scenario: ReturnType<typeof twoRooms>, seconds: number, every: number): Promise<TraceInput> {
  const { bss, changes } = await record(scenario, { seconds, every });
  return {
    trace: 1, ...trace, lasts: seconds, interfaces: laptop,
    accessPoints: [
      { id: 'east', name: 'Office East', kind: 'wifi', security: 'wpa2', bss: bss['east'] ?? [], link: {} },
      { id: 'west', name: 'Office West', kind: 'wifi', security: 'wpa2', bss: bss['west'] ?? [] },
    ],
    changes,
  };
}

/** Far into the other room with the old access point still on the line. */
export const stickyWalk = (): Promise<TraceInput> => inTwoRooms({
  title: 'Sticky walk',
  about: 'The user walks from the desk beside Office East to the table beside Office West at 60 s, and stays. The radio would hold on to Office East for good. Asked, the user moves and accepts.',
  answers: [{ to: 'offer', answer: 'migrate', after: 5 }, { to: 'trial', answer: 'accept', after: 2 }],
}, twoRooms({ id: 'sticky-walk', depth: 11, timeline: [{ at: 60, do: 'walk', to: ['door', 'table'], speed: 1 }] }), 420, 3);

/** To and fro through a door, half a minute on each side, for an hour. */
export function pingPongWalk(): Promise<TraceInput> {
  const timeline = Array.from({ length: 59 }, (_, index) => ({ at: 30 + index * 60, do: 'walk', to: [index % 2 === 0 ? 'table' : 'desk'], speed: 1.2 }));
  return inTwoRooms({
    title: 'To and fro through a door',
    about: 'For an hour the user walks through the door every minute, with Office East strong on one side and Office West on the other. Nobody answers.',
  }, twoRooms({ id: 'ping-pong-walk', depth: 10, timeline }), 3600, 6);
}

/** In the doorway, a step to either side now and then: the two are alternately the better one. */
export function pingPongDoor(): Promise<TraceInput> {
  const timeline = Array.from({ length: 118 }, (_, index) => ({ at: 30 + index * 30, do: 'walk', to: [[index % 2 === 0 ? 1.5 : -1.5, 0]], speed: 1.2 }));
  return inTwoRooms({
    title: 'Ping-pong door',
    about: 'For an hour the user stands in the doorway and takes two steps to either side every half a minute: the two access points are the better one by turns. Nobody answers.',
  }, twoRooms({ id: 'ping-pong-door', depth: 1.5, wall: 7, power: 3, timeline }), 3600, 6);
}

/** At the desk, and nothing happens. */
export const idleHour = (): Promise<TraceInput> => inTwoRooms({
  title: 'Idle for an hour',
  about: 'The user sits at the desk beside Office East for an hour. Office West is in reach, and much weaker.',
}, twoRooms({ id: 'idle-hour', depth: 10, timeline: [] }), 3600, 6);
