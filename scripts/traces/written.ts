import type { TraceInput } from '../../app/core/roaming/replay/index.ts';

const laptop: TraceInput['interfaces'] = [{ id: 'wlp3s0', kind: 'wifi' }];
const radio = (number: number, frequency: number, level: number | null) => [{ bssid: `02:00:00:00:0${number}:00`, frequency, level }];
const bssid = (number: number) => `02:00:00:00:0${number}:00`;
const migrate = { to: 'offer', answer: 'migrate', after: 5 } as const;
const accept = { to: 'trial', answer: 'accept', after: 2 } as const;

/** The level of the access point in use, told every six seconds as managers do, swaying by a decibel. */
function levels(accessPoint: string, number: number, level: number, from: number, to: number): TraceInput['changes'] {
  const sway = [0, 1, -1, 0, -1];
  return Array.from({ length: Math.floor((to - from) / 6) + 1 }, (_, index) => ({
    at: from + index * 6, change: 'levels' as const, accessPoint, bss: { [bssid(number)]: level + (sway[index % sway.length] ?? 0) },
  }));
}

/** What somebody sees who has the list of access points before them. */
const listOnScreen = (from: number, to: number): TraceInput['changes'] =>
  Array.from({ length: Math.floor((to - from) / 15) + 1 }, (_, index) => ({ at: from + index * 15, change: 'scan' as const }));

export const brokenBest = (): TraceInput => ({
  trace: 1, title: 'Broken best access point', lasts: 900, interfaces: laptop,
  about: 'The user is on Office, weak but working. Office 5G is much stronger and leads nowhere; Workshop is next and gives no address. The user says yes to whatever is offered.',
  accessPoints: [
    { id: 'office', name: 'Office', kind: 'wifi', security: 'wpa2', bss: radio(1, 2437, -74), link: {} },
    { id: 'office-5g', name: 'Office 5G', kind: 'wifi', security: 'wpa3', bss: radio(2, 5220, -45), connectivity: 'limited' },
    { id: 'workshop', name: 'Workshop', kind: 'wifi', security: 'wpa2', bss: radio(3, 5260, -62), connects: { after: 24, fails: { code: 'noAddress', detail: 'No address was given within 20 s (DHCP).' } } },
  ],
  answers: [migrate, accept], changes: [],
});

export const capturedByPortal = (): TraceInput => ({
  trace: 1, title: 'Captive portal', lasts: 300, interfaces: laptop,
  about: 'After a minute the hotel’s network shows its sign-in page again. The lobby’s network has one too; the phone’s hotspot has none, and is metered. The user says yes to whatever is offered.',
  accessPoints: [
    { id: 'hotel', name: 'Hotel', kind: 'wifi', security: 'open', bss: radio(1, 5180, -60), link: {} },
    { id: 'lobby', name: 'Hotel Lobby', kind: 'wifi', security: 'open', bss: radio(2, 5220, -63), connectivity: 'portal' },
    { id: 'phone', name: 'Phone', kind: 'wifi', security: 'wpa2', metered: true, bss: radio(3, 2437, -45) },
  ],
  answers: [migrate, accept],
  changes: [{ at: 60, change: 'connectivity', accessPoint: 'hotel', value: 'portal' }],
});

export const duringACall = (): TraceInput => ({
  trace: 1, title: 'During a call', lasts: 400, interfaces: laptop,
  about: 'A call of 50 packets a second from 30 s to 300 s. At 60 s the user moves to another seat, where Office East is weak and Office West strong; the list of access points is on the screen.',
  accessPoints: [
    { id: 'east', name: 'Office East', kind: 'wifi', security: 'wpa2', bss: radio(1, 5180, -60), link: {} },
    { id: 'west', name: 'Office West', kind: 'wifi', security: 'wpa2', bss: radio(2, 5220, -78) },
  ],
  answers: [migrate, accept],
  changes: [
    ...levels('east', 1, -60, 0, 54), ...levels('east', 1, -79, 60, 400), ...listOnScreen(10, 400),
    { at: 30, change: 'traffic', interface: 'wlp3s0', packets: 50 }, { at: 300, change: 'traffic', interface: 'wlp3s0', packets: 2 },
    { at: 60, change: 'levels', accessPoint: 'west', bss: { [bssid(2)]: -56 } },
  ],
});

export const sleepAndResume = (): TraceInput => ({
  trace: 1, title: 'Sleep and resume', lasts: 5700, interfaces: laptop,
  about: 'The lid is closed for half an hour: the system takes the link down and brings it back four seconds after waking. Later it is closed for an hour, five seconds after the internet went, with the link staying up; ten seconds after waking the internet is back.',
  accessPoints: [
    { id: 'office', name: 'Office', kind: 'wifi', security: 'wpa2', bss: radio(1, 5180, -60), link: {} },
    { id: 'office-2g', name: 'Office 2G', kind: 'wifi', security: 'wpa2', bss: radio(2, 2437, -58) },
  ],
  changes: [
    { at: 10, change: 'scan' }, { at: 25, change: 'scan' },
    { at: 60, change: 'sleep', sleeping: true }, { at: 60.5, change: 'link', accessPoint: 'office', state: 'down' },
    { at: 1860, change: 'sleep', sleeping: false }, { at: 1861, change: 'scan' },
    { at: 1862, change: 'link', accessPoint: 'office', state: 'activating' }, { at: 1864, change: 'link', accessPoint: 'office', state: 'up' },
    { at: 2000, change: 'connectivity', accessPoint: 'office', value: 'limited' },
    { at: 2005, change: 'sleep', sleeping: true }, { at: 5605, change: 'sleep', sleeping: false },
    { at: 5615, change: 'connectivity', accessPoint: 'office', value: 'full' },
  ],
});

export const wiredDock = (): TraceInput => ({
  trace: 1, title: 'Wired dock and undock', lasts: 700, interfaces: [{ id: 'enp0s31f6', kind: 'wired' }, ...laptop],
  about: 'At 60 s the laptop is put into its dock; the system brings the cable up and moves the default route to it. At 600 s it is taken out; the system notices six seconds later and falls back to the Wi-Fi, which stayed up. A backup program answers for itself and says yes; the user does not answer.',
  accessPoints: [
    { id: 'cable', name: 'Cable', kind: 'wired', inReach: false, connectivity: 'unknown' },
    { id: 'office', name: 'Office', kind: 'wifi', security: 'wpa2', bss: radio(1, 5180, -58), link: {} },
  ],
  serviceNetworks: [{ id: 'work', name: 'Work', members: ['cable', 'office'] }],
  order: ['cable', 'office'],
  sessions: [{ id: 'desktop', isDesktop: true }, { id: 'backup', on: 'work', roaming: 'asked' }],
  answers: [{ to: 'offer', session: 'backup', answer: 'migrate', after: 1 }, { to: 'trial', session: 'backup', answer: 'accept', after: 1 }],
  changes: [
    { at: 60, change: 'accessPoint', accessPoint: 'cable', set: { inReach: true } },
    { at: 60.5, change: 'link', accessPoint: 'cable', state: 'activating' },
    { at: 62, change: 'link', accessPoint: 'cable', state: 'up', isDefault: true },
    { at: 63, change: 'connectivity', accessPoint: 'cable', value: 'full' },
    { at: 600, change: 'accessPoint', accessPoint: 'cable', set: { inReach: false } },
    { at: 606, change: 'link', accessPoint: 'cable', state: 'down' },
  ],
});

export const meteredHotspot = (): TraceInput => ({
  trace: 1, title: 'Metered phone hotspot', lasts: 400, interfaces: laptop,
  about: 'The user sits far from Office, beside the phone with its hotspot on. At 300 s Office loses its internet.',
  accessPoints: [
    { id: 'office', name: 'Office', kind: 'wifi', security: 'wpa2', bss: radio(1, 5180, -79), link: {} },
    { id: 'phone', name: 'Phone', kind: 'wifi', security: 'wpa2', metered: true, bss: radio(2, 2437, -40) },
  ],
  answers: [migrate, accept],
  changes: [...levels('office', 1, -79, 6, 318), { at: 300, change: 'connectivity', accessPoint: 'office', value: 'limited' }],
});

export const weakerSecurityTwin = (): TraceInput => ({
  trace: 1, title: 'Twin with weaker security', lasts: 300, interfaces: laptop,
  about: 'Cafe is weak. Two open networks with the same SSID are strong: one was never used here, the other is stored from long ago. At 200 s Cafe is jammed and its link is lost.',
  accessPoints: [
    { id: 'cafe', name: 'Cafe', kind: 'wifi', security: 'wpa2', bss: radio(1, 2437, -75), link: {} },
    { id: 'wlan:43616665:open', name: 'Cafe', kind: 'wifi', security: 'open', stored: false, bss: radio(2, 2412, -40) },
    { id: 'cafe-open', name: 'Cafe', kind: 'wifi', security: 'open', bss: radio(3, 5220, -42) },
  ],
  changes: [
    ...levels('cafe', 1, -75, 6, 198),
    { at: 200, change: 'levels', accessPoint: 'cafe', bss: { [bssid(1)]: null } }, { at: 200, change: 'link', accessPoint: 'cafe', state: 'down' },
  ],
});

export const changedSecurity = (): TraceInput => ({
  trace: 1, title: 'Changed security', lasts: 300, interfaces: laptop,
  about: 'The user is on an open network, weak. Cafe, stored with WPA2, comes into reach, strong, and open: somebody may have put up a network of its name.',
  accessPoints: [
    { id: 'lobby', name: 'Lobby', kind: 'wifi', security: 'open', bss: radio(1, 2437, -75), link: {} },
    { id: 'cafe', name: 'Cafe', kind: 'wifi', security: 'wpa2', bss: radio(2, 5220, null) },
  ],
  changes: [
    ...levels('lobby', 1, -75, 6, 300),
    { at: 60, change: 'accessPoint', accessPoint: 'cafe', set: { security: 'open' } }, { at: 60, change: 'levels', accessPoint: 'cafe', bss: { [bssid(2)]: -48 } },
  ],
});
