import { currentAccessPoint, desktopSession, hostTime, isInReach, linkInterface } from '../app/contract/reading.ts';
import { StateFlag } from '../app/contract/values.ts';
import type { ConfigurationView, HostState } from '../app/hub/client/index.ts';
import { bytesText, clientName, configurationNameById, durationShort, durationText, levelText, offerReasonText, rateOf, quantityText, securityText } from '../app/text/index.ts';
import { nameOf } from './find.ts';
import { pairs, paint, table } from './output.ts';
import { makeView } from './watch.ts';
import type { Context } from './context.ts';

/** What commands show of the state. The data are the contract's own views, so that --json says what the socket says. */

const open = (state: HostState) => Object.values(state.sessions).filter(({ isOpen }) => isOpen);

export const statusView = (context: Context) => makeView({
  command: 'status',
  data: (state: HostState) => {
    const current = currentAccessPoint(state);
    return {
      current: current === null ? null : state.configurations[current] ?? null,
      interface: current === null ? null : linkInterface(state, state.configurations[current]),
      isOnline: state.isOnline, driver: state.driver, openSessions: open(state).length,
      roamingPaused: state.roamingPaused, offers: Object.values(state.offers), trial: state.trial,
    };
  },
  words: ({ current, interface: used, driver, openSessions, roamingPaused, offers, trial }, state) => {
    const { say, texts } = context;
    const address = used?.addresses[0]?.address ?? '';
    const driverName = texts.of(`driver.${driver.name}`);
    return [
      paint(context, 'bold', current === null ? say('status.notConnected') : say('status.connected', { name: nameOf(context, state, current.id) })),
      used ? say('status.address', { interface: used.name, address }) : '',
      current && used ? paint(context, used.connectivity === 'full' ? 'green' : 'yellow', say(`status.internet.${used.connectivity}`)) : '',
      say('status.sessions', { count: openSessions }),
      !driver.available ? paint(context, 'red', say('status.gone', { driver: driverName })) : driver.simulation ? say('status.simulated', { scenario: driver.simulation.title[texts.language] }) : say('status.network', { driver: driverName }),
      roamingPaused ? say('status.paused') : '',
      offers.length > 0 ? paint(context, 'yellow', say('status.offer')) : '',
      trial ? paint(context, 'yellow', say('status.trial', { name: nameOf(context, state, trial.to) })) : '',
    ].filter(Boolean).join('\n');
  },
});

const rank = (each: ConfigurationView): number => (each.type === 'serviceNetwork' ? 1 : each.accessPoint?.link ? 0 : isInReach(each) ? 2 : 3);

export const listView = (context: Context, all: boolean) => makeView({
  command: 'list',
  data: (state: HostState) => Object.values(state.configurations).filter((each) => all || each.type === 'serviceNetwork' || isInReach(each))
    .sort((a, b) => rank(a) - rank(b) || (b.accessPoint?.level ?? -999) - (a.accessPoint?.level ?? -999) || (a.id < b.id ? -1 : 1)),
  words: (list, state) => {
    const { say, texts } = context;
    if (list.length === 0) return say('none.list');
    return table(context, [{ title: say('column.name') }, { title: say('column.kind') }, { title: say('column.level'), right: true }, { title: say('column.security') }, { title: say('column.state') }, { title: say('column.sessions'), right: true }],
      list.map((each) => [
        nameOf(context, state, each.id), each.accessPoint ? texts.of(`kind.${each.accessPoint.kind}`) : say('type.serviceNetwork'),
        each.accessPoint?.level == null ? '' : levelText(texts, each.accessPoint.level), each.accessPoint?.security ? securityText(texts, each.accessPoint.security) : '',
        stateWord(context, each), each.openSessions > 0 ? String(each.openSessions) : '',
      ]));
  },
});

function stateWord(context: Context, each: ConfigurationView): string {
  const { state } = each;
  if (each.type === 'serviceNetwork') return state === StateFlag.active ? paint(context, 'green', context.say('state.active')) : context.say(isInReach(each) ? 'state.inReach' : 'state.outOfReach');
  const link = each.accessPoint?.link;
  if (link) return paint(context, link.state === 'active' ? 'green' : 'yellow', context.say(`state.${link.state}`));
  return context.say(isInReach(each) ? (each.stored ? 'state.known' : 'state.inReach') : 'state.outOfReach');
}

export const detailView = (context: Context, find: (state: HostState) => ConfigurationView) => makeView({
  command: 'show',
  data: (state: HostState) => {
    const configuration = find(state);
    return { configuration, interface: linkInterface(state, configuration) };
  },
  words: ({ configuration: each, interface: used }, state) => {
    const { say, texts } = context;
    const { accessPoint } = each;
    const isUp = accessPoint?.link?.state === 'active';
    const about = isUp ? used : null;
    return `${paint(context, 'bold', nameOf(context, state, each.id))}\n${pairs(context, [
      [say('show.identifier'), each.id], [say('show.type'), say(`type.${each.type}`)], [say('show.state'), stateWord(context, each)],
      [say('show.stored'), accessPoint ? say(each.stored ? 'yes' : 'no') : ''],
      [say('show.members'), each.members.map((id) => nameOf(context, state, id)).join(', ')],
      [say('show.security'), accessPoint?.security ? securityText(texts, accessPoint.security) : ''],
      [say('show.level'), accessPoint?.level == null ? '' : levelText(texts, accessPoint.level)],
      [say('show.radios'), (accessPoint?.bss ?? []).map(({ bssid, frequency, level }) => `${bssid} ${frequency} MHz ${levelText(texts, level)}`).join(', ')],
      [say('show.interface'), about?.name ?? ''], [say('show.address'), about?.addresses.map(({ address, prefix }) => `${address}/${prefix}`).join(', ') ?? ''],
      [say('show.gateway'), about?.gateways.join(', ') ?? ''], [say('show.nameServers'), about?.nameServers.join(', ') ?? ''],
      [say('show.internet'), about ? say(`status.internet.${about.connectivity}`) : ''], [say('show.metered'), accessPoint ? say(accessPoint.metered ? 'yes' : 'no') : ''],
      [say('show.sessions'), String(each.openSessions)],
      [say('show.failure'), accessPoint?.failure ? texts.of(`driverFailure.${accessPoint.failure.failure.code}`) : ''],
    ])}`;
  },
});

export const networksView = (context: Context) => makeView({
  command: 'networks list',
  data: (state: HostState) => Object.values(state.configurations).filter(({ type }) => type === 'serviceNetwork'),
  words: (list, state) => (list.length === 0 ? context.say('none.networks')
    : table(context, [{ title: context.say('column.name') }, { title: context.say('column.members') }], list.map((each) => [nameOf(context, state, each.id), each.members.map((id) => nameOf(context, state, id)).join(', ')]))),
});

export const sessionsView = (context: Context) => makeView({
  command: 'sessions list',
  data: (state: HostState) => Object.values(state.sessions),
  words: (list, state) => {
    const { say, texts } = context;
    const now = hostTime(state.clock);
    return table(context, [
      { title: say('column.session') }, { title: say('column.client') }, { title: say('column.pid'), right: true }, { title: say('column.on') }, { title: say('column.state') },
      { title: say('column.since'), right: true }, { title: say('column.received'), right: true }, { title: say('column.sent'), right: true }, { title: say('column.roaming') },
    ], list.map((each) => [
      each.id, clientName(texts, each.client).plain, each.client.pid === null ? '' : String(each.client.pid),
      configurationNameById(texts, state.configurations, each.activeConfiguration || each.configuration).plain,
      each.isOpen || each.state !== 'connected' ? say(`session.${each.state}`) : say('session.upNotOpen'),
      each.openSince === null ? '' : durationShort(texts, now - each.openSince), each.isOpen ? bytesText(texts, each.received) : '', each.isOpen ? bytesText(texts, each.sent) : '', say(`roaming.${each.roaming}`),
    ]));
  },
});

export const offersView = (context: Context) => makeView({
  command: 'offer show',
  data: (state: HostState) => Object.values(state.offers),
  words: (offers, state) => {
    const { say, texts } = context;
    if (offers.length === 0) return say('none.offers');
    const name = (id: string) => nameOf(context, state, id);
    return offers.map((offer) => say('offer.line', {
      id: offer.session, current: name(offer.current), candidate: name(offer.candidate),
      reason: offerReasonText(texts, offer, name, hostTime(state.clock)),
    })).join('\n');
  },
});

export const trialView = (context: Context) => makeView({
  command: 'trial show',
  data: (state: HostState) => state.trial,
  words: (trial, state) => {
    const { say, texts } = context;
    if (!trial) return say('none.trial');
    const tests = table(context, [{ title: say('column.test') }, { title: say('column.state') }, { title: say('column.old') }],
      trial.tests.map((line) => [texts.of(`test.${line.test}`), say(`status.word.${line.status}`), say(`status.word.${line.oldStatus}`)]));
    const left = trial.deadline === null ? '' : say(`trial.silence.${trial.silence}`, { time: durationText(texts, trial.deadline - hostTime(state.clock)) });
    return [say('trial.line', { from: nameOf(context, state, trial.from), to: nameOf(context, state, trial.to), phase: say(`trial.phase.${trial.phase}`) }), tests, left].filter(Boolean).join('\n');
  },
});

export const trafficView = (context: Context) => makeView({
  command: 'traffic',
  isThere: (state) => Object.keys(state.traffic).length > 0,
  data: (state: HostState) => Object.values(state.traffic).map((each) => ({ ...each, name: state.interfaces[each.interface]?.name ?? each.interface })),
  words: (list) => {
    const { say, texts } = context;
    const rate = (bits: number) => quantityText(rateOf(texts, bits));
    return table(context, [
      { title: say('column.interface') }, { title: say('column.received'), right: true }, { title: say('column.sent'), right: true }, { title: say('column.in'), right: true }, { title: say('column.out'), right: true },
    ], list.map((each) => [each.name, bytesText(texts, each.received), bytesText(texts, each.sent), rate(each.receivedRate), rate(each.sentRate)]));
  },
});

/** The session that a command means without naming one. */
export const ownSession = (state: HostState): string | null => desktopSession(state)?.id ?? null;
