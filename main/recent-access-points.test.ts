import { expect, test } from 'vitest';
import { RecentAccessPoints } from './recent-access-points.ts';
import { accessPoint, hostState, session } from './testing/state.ts';

const on = (id: string) => hostState({ sessions: { 'session-1': session({ activeConfiguration: id }) }, configurations: { [id]: accessPoint(id, id, 'wifi', 'wlan0') } });

test('what carried the traffic is remembered, each once, the last first', () => {
  const recent = new RecentAccessPoints();
  for (const id of ['a', 'b', 'b', 'c', 'a']) recent.note(on(id));
  expect(recent.ids).toEqual(['a', 'c', 'b']);
});
