import '../store/no-eval.ts';
import { createRoot } from 'react-dom/client';
import type { RequestInput } from '../../app/contract/contract.ts';
import type { HostState } from '../../app/contract/state.ts';
import { fakeBridge } from '../fixtures/fake-bridge.ts';
import * as record from '../fixtures/record.ts';
import * as simulation from '../fixtures/simulation.ts';
import * as states from '../fixtures/states.ts';
import { App } from '../shell/App.tsx';
import { Provide } from '../store/context.tsx';
import { createHost } from '../store/host-store.ts';
import { TrafficHistory } from '../store/traffic-history.ts';
import { createView, type Page, type PaneForm } from '../store/view-store.ts';
import '../styles/index.ts';

// The window on a fixture state, chosen by the address: for drawing and for pictures, never part of the program.
const ask = new URLSearchParams(location.search);
const known = { ...states, ...simulation } as unknown as Record<string, () => HostState>;
const state = (known[ask.get('state') ?? 'quiet'] ?? states.quiet)();
state.settings = { ...state.settings, theme: (ask.get('theme') ?? 'light') as 'light', language: (ask.get('language') ?? 'en') as 'en' };
const bridge = fakeBridge(state);
bridge.answer = (name, input) => {
  if (name === 'simulation.scenarios') return [{ id: 'office-walk', title: { en: 'Office walk', zh: '办公室行走' }, description: { en: 'From the desk to the meeting room; the cable stays behind.', zh: '从工位走到会议室；网线留在原处。' } }, { id: 'quiet-office', title: { en: 'Quiet office', zh: '安静的办公室' }, description: { en: 'Nothing happens.', zh: '什么都不发生。' } }];
  if (name === 'simulation.plan') return { office: simulation.officePlan, venue: simulation.venuePlan, floors: simulation.floorsPlan }[ask.get('plan') ?? 'office'];
  if (name === 'simulation.walk') { const { to } = input as { to: { x: number; y: number; floor: number }[] }; bridge.patch({ values: { simulation: { ...bridge.state.simulation!, way: [{ ...to.at(-1)!, at: 0 }] } } }); }
  if (name === 'settings.change') bridge.patch({ values: { settings: { ...bridge.state.settings, ...(input as object) } } });
  if (name === 'accessPoint.share') return { text: 'WIFI:T:WPA;S:Office 5G;P:correct horse battery;;' };
  if (name === 'accessPoint.forget') return { undo: 'undo-1' };
  if (name === 'accessPoint.profile') {
    const automatic = { method: 'automatic', addresses: [], gateway: null, nameServers: [], automaticNameServers: true, routeMetric: null };
    return { name: 'Office 5G', autoconnect: true, priority: 0, metered: 'automatic', hidden: false, hardwareAddress: 'default', ipv6: automatic, proxy: { method: 'none', url: null },
      ipv4: { ...automatic, method: 'manual', addresses: [{ address: '10.20.4.117', prefix: 24 }], gateway: '10.20.4.1', nameServers: ['10.20.0.53'] } };
  }
  if (name === 'program.about') return { version: '0.1.0', runtimes: [{ name: 'Electron', version: '45.4.1' }, { name: 'Chromium', version: '152.0.7300.42' }, { name: 'Node.js', version: '24.9.0' }], system: 'linux 6.12.1 x64', dataFolder: '/home/ada/.config/Handover' };
  if (name === 'roaming.presets') { const one = { weakLevel5: -76, weakLevel24: -70, betterBy: 8, betterByWhileGood: 12, noInternetFor: 20_000, holdFor: 10_000, offerApart: 60_000, offersADayForPair: 3, countdown: 20_000, linger: 30_000 }; return { conservative: one, balanced: one, eager: one }; }
  if (name === 'record.page') {
    const { filter: { kinds, from, text = '' } } = input as RequestInput<'record.page'>;
    return { records: record.records.filter(({ entry, at, names }) => (kinds?.includes(entry.kind) ?? true) && at >= (from ?? 0) && JSON.stringify([entry, names]).toLowerCase().includes(text.toLowerCase())), next: null };
  }
  if (name === 'record.about') return record.about;
  if (name === 'record.whatIf') return record.whatIf;
  if (name === 'traffic.history') return { rows: record.rows((input as RequestInput<'traffic.history'>).span), names: {} };
  if (name === 'session.create') return { session: 'new' };
  return null;
};
// Traffic that moves, the same at every start.
let step = 0;
const flow = (at: number, base: number): number => Math.max(0, base * (1 + 0.35 * Math.sin(at / 3) + 0.3 * Math.sin(at / 1.3 + 2) + 0.2 * Math.sin(at * 2.1)));
const traffic = (): HostState['traffic'] => Object.fromEntries(Object.entries(state.traffic).map(([id, one]) => [id, { ...one, receivedRate: flow(step, one.receivedRate), sentRate: flow(step / 2 + 9, one.sentRate) }]));
const history = new TrafficHistory();
while (step < 60) { step += 1; history.sample(traffic()); }
setInterval(() => { step += 1; bridge.patch({ traffic: { set: traffic() } }); }, 1000);

const view = createView({ page: (ask.get('page') ?? 'accessPoints') as Page, accessPoint: ask.get('point'), session: ask.get('session'), unfolded: new Set(ask.getAll('unfolded')) });
createRoot(document.getElementById('root')!).render(<Provide host={createHost(bridge)} view={view} history={history}><App /></Provide>);
if (ask.has('pane')) view.show(JSON.parse(ask.get('pane')!) as PaneForm);
(window as unknown as { preview: unknown }).preview = { bridge, view };
