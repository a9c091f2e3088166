import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DriverChange } from '../../../app/core/ports/driver.ts';
import { DriverUnderTest, patient, valueOf } from './driver-under-test.ts';
import { labUnavailable, NetworkManagerLab, profileId } from './lab.ts';

const first = profileId(0);

describe.skipIf(labUnavailable() !== null)('NetworkManager and the bus go and come back', () => {
  let lab: NetworkManagerLab;
  let nm: DriverUnderTest;
  const count = (kind: DriverChange['change']): number => nm.changes.filter(({ change }) => change.change === kind).length;

  beforeEach(async () => {
    lab = await NetworkManagerLab.up();
    nm = await DriverUnderTest.start(lab.busAddress);
    await nm.until('the link is up', () => nm.isActive(first));
  });
  afterEach(async () => {
    await nm.stop();
    await lab.down();
  });

  test.each(['killed', 'stopped'] as const)('%s and started again: told once as gone, once as back, with the world anew', async how => {
    if (how === 'killed') await lab.killManager();
    else await lab.stopManager();
    await nm.until('it is told as gone', () => count('managerGone') === 1);
    expect(nm.accessPoints.has(first)).toBe(true);
    expect(await nm.driver.activate(first, { signal: patient() })).toMatchObject({ ok: false, failure: { code: 'managerGone' } });
    await lab.startManager();
    await nm.until('it is back, and the link with it', () => count('managerBack') === 1 && nm.isActive(first));
    valueOf(await nm.driver.deactivate(first));
    expect(nm.accessPoint(first).link).toBeNull();
    expect([count('managerGone'), count('managerBack')]).toEqual([1, 1]);
  });

  test('a command under way ends with managerGone', async () => {
    await lab.dhcp(0, 'off');
    valueOf(await nm.driver.deactivate(first));
    const activation = nm.driver.activate(first, { signal: patient() });
    await nm.until('it waits for an address', () => nm.accessPoint(first).link?.stage === 'getting an address');
    await lab.killManager();
    expect(await activation).toMatchObject({ ok: false, failure: { code: 'managerGone' } });
  });

  test('the bus restarted: told as gone, and back when NetworkManager is on the new one', async () => {
    await lab.restartBus();
    await nm.until('it is back, and the link with it', () => count('managerBack') === 1 && nm.isActive(first));
    expect(count('managerGone')).toBe(1);
    valueOf(await nm.driver.checkConnectivity('wired0'));
  });

  test('where no manager answers, start fails with managerGone and leaves nothing behind', async () => {
    await lab.stopManager();
    await expect(DriverUnderTest.start(lab.busAddress)).rejects.toThrow('managerGone');
  });
});
