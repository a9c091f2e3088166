import { describe, expect, it } from 'vitest';
import type { DriverTrial } from '../../core/ports/driver.ts';
import { loadScenario } from './load-scenario.ts';
import { defaultScenario } from './scenarios/index.ts';
import { Play } from './test-play.ts';

const seeds = Array.from({ length: 40 }, (_, seed) => seed);
const start = async (id: string, seed = 1): Promise<Play> => Play.start(await loadScenario(id), seed);

describe('walk to the meeting room', () => {
  it('is the default', () => {
    expect(defaultScenario).toBe('walk-to-meeting-room');
  });

  it('starts on the cable, with the internet, and all of Office in reach', async () => {
    const play = await start('walk-to-meeting-room');
    expect(play.isActive('cable')).toBe(true);
    expect(play.interface('enp0s31f6')).toMatchObject({ connectivity: 'full', carrier: true, speed: 1_000_000_000 });
    expect(play.driver.serviceNetworks.find((each) => each.name === 'Office')).toEqual({ name: 'Office', members: ['cable', 'office-5g', 'office'].map((id) => play.id(id)) });
    for (const id of ['cable', 'office-5g', 'office']) expect(play.accessPoint(id)).toMatchObject({ stored: true, inReach: true, metered: false });
  });

  it('takes the internet of the cable at 12 s, and leaves the cable in', async () => {
    const play = await start('walk-to-meeting-room');
    expect(await play.when(() => play.interface('enp0s31f6').connectivity !== 'full', 60)).toBe(12);
    expect(play.interface('enp0s31f6')).toMatchObject({ connectivity: 'none', carrier: true });
    expect(play.isActive('cable')).toBe(true);
  });

  it.each(seeds)('has Office 5G good and steady enough to be offered at the desk, seed %i', async (seed) => {
    const play = await start('walk-to-meeting-room', seed);
    const levels: number[] = [];
    for (let scan = 0; scan < 4; scan++) {
      levels.push(play.accessPoint('office-5g')!.level!);
      await play.ends(play.driver.scan());
      await play.advance(5);
    }
    expect(Math.min(...levels)).toBeGreaterThanOrEqual(-67);
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThanOrEqual(6);
  });

  it('carries so little while the internet is away that nothing looks like a call', async () => {
    const play = await start('walk-to-meeting-room');
    await play.advance(15);
    play.driver.watchCounters(1000);
    await play.advance(1);
    const { sentPackets, receivedPackets } = play.witness.counters.get('enp0s31f6')!;
    await play.advance(30);
    const later = play.witness.counters.get('enp0s31f6')!;
    expect((later.sentPackets - sentPackets) / 30).toBeLessThan(4);
    expect(later.receivedPackets).toBe(receivedPackets);
  });

  it.each(seeds)('leaves the cable behind after 165 s and has Office 5G all the way, seed %i', async (seed) => {
    const play = await start('walk-to-meeting-room', seed);
    await play.activate('office-5g');
    expect(await play.when(() => !play.isActive('cable'), 300)).toBeCloseTo(167, 0);
    expect(play.accessPoint('cable')).toMatchObject({ inReach: false, link: null });
    expect(play.interface('enp0s31f6')).toMatchObject({ carrier: false, addresses: [] });
    await play.advance(60);
    expect(play.driver.control.position()).toEqual({ x: 19, y: 12, floor: 0 });
    expect(play.isActive('office-5g')).toBe(true);
    expect(play.accessPoint('office-5g')!.level).toBeGreaterThan(-70);
  });

  it('takes another radio of Office 5G on the way, with the same address', async () => {
    const play = await start('walk-to-meeting-room');
    await play.activate('office-5g');
    const inUse = (): string | undefined => play.accessPoint('office-5g')!.bss.find((each) => each.inUse)?.bssid;
    const before = { radio: inUse(), addresses: play.interface('wlp3s0').addresses };
    await play.advance(240);
    expect(inUse()).toBeDefined();
    expect(inUse()).not.toBe(before.radio);
    expect(play.interface('wlp3s0').addresses).toEqual(before.addresses);
    expect(play.witness.linkStates(play.id('office-5g'))).toEqual(['activating', 'active']);
  });
});

describe('quiet office', () => {
  it('has many networks, with names that need care', async () => {
    const play = await start('quiet-office');
    const names = [...play.witness.accessPoints.values()].map((each) => each.name);
    expect(names).toEqual(expect.arrayContaining(['Lobby\u001b[31m\u202egnp.trats\0', '二楼咖啡 2F Coffee', '', 'DIRECT-7C-LaserPrint M404 Series']));
    expect(play.accessPoint('lobby')).toMatchObject({ ssid: '4c6f6262791b5b33316de280ae676e702e747261747300', id: 'wlan:4c6f6262791b5b33316de280ae676e702e747261747300:open' });
    expect(play.accessPoint('hidden')).toMatchObject({ ssid: '', id: 'wlan::wpa2' });
    expect(play.accessPoint('eduroam')!.security).toBe('enterprise');
    expect(play.accessPoint('eduroam')!.bss.length).toBeGreaterThan(1);
    expect(play.accessPoint('phone')).toMatchObject({ kind: 'mobile', metered: true });
  });

  it('ends at a sign-in page where there is one', async () => {
    const play = await start('quiet-office');
    expect(await play.activate('meeting-rooms')).toMatchObject({ ok: true });
    expect(play.interface('wlp3s0').connectivity).toBe('portal');
  });

  it('has nothing happen for hours but traffic', async () => {
    const play = await start('quiet-office');
    await play.advance(3 * 3600);
    expect(new Set(play.told.map(({ change }) => change.change))).toEqual(new Set(['counters']));
    expect(play.witness.counters.get('enp0s31f6')!.received).toBeGreaterThan(100_000_000);
    expect(play.witness.faults).toEqual([]);
  });
});

describe('broken best access point', () => {
  const level = (play: Play, id: string): number => play.accessPoint(id)!.level!;

  it.each(seeds)('starts on a weak Office that works, with two strong ones beside it, seed %i', async (seed) => {
    const play = await start('broken-best', seed);
    expect(play.isActive('office')).toBe(true);
    expect(play.interface('wlp3s0').connectivity).toBe('full');
    // Weak enough to look for another one, and not so weak that the link is going (roaming rules: −70 and −80 dBm).
    for (let second = 0; second < 20; second++) {
      await play.advance(1);
      expect(level(play, 'office')).toBeLessThan(-70);
      expect(level(play, 'office')).toBeGreaterThan(-80);
    }
    expect(level(play, 'office-5g')).toBeGreaterThan(level(play, 'workshop'));
    expect(level(play, 'workshop')).toBeGreaterThanOrEqual(level(play, 'office') + 12);
  });

  it('has Office 5G come up with an address and no internet; going back gives Office again', async () => {
    const play = await start('broken-best');
    const outcome = await play.ends(play.driver.beginTrial(play.id('office'), play.id('office-5g'), { signal: new AbortController().signal }));
    expect(outcome).toMatchObject({ ok: true, value: { overlap: false } });
    expect(play.interface('wlp3s0')).toMatchObject({ connectivity: 'limited', addresses: [{ address: '10.20.9.23' }] });
    await play.ends((outcome as { value: DriverTrial }).value.rollBack({ releaseNew: true }));
    expect(play.isActive('office')).toBe(true);
    expect(play.interface('wlp3s0').connectivity).toBe('full');
  });

  it('has Workshop give no address; the trial fails and Office is back', async () => {
    const play = await start('broken-best');
    const outcome = await play.ends(play.driver.beginTrial(play.id('office'), play.id('workshop'), { signal: new AbortController().signal }));
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'noAddress', stage: 'getting an address' } });
    expect(play.isActive('office')).toBe(true);
  });
});
