import { Fragment, type ReactNode, type RefObject } from 'react';
import type { ConfigurationView } from '../../app/contract/state.ts';
import { bandText, channelOf, clientName, clockText, configurationName, driverFailureText, durationText, levelText, networkName, showSentence, speedText } from '../../app/text/index.ts';
import { currentAccessPoint, linkInterface } from '../../app/contract/reading.ts';
import { rowState } from '../model/row.ts';
import { Copyable, Pair } from '../parts/Copyable.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { Name } from '../parts/Name.tsx';
import { useHostState, useHostStore, useHostTime, useTexts, useViewState } from '../store/context.tsx';
import { Actions } from './Actions.tsx';
import { Why } from './Why.tsx';

/** Everything about the chosen access point, beside the list; without a choice, about the current connection. */
export function Details({ pane }: { pane: RefObject<HTMLElement | null> }): ReactNode {
  const texts = useTexts();
  const state = useHostState((all) => all);
  const chosen = useViewState(({ accessPoint }) => accessPoint);
  const current = currentAccessPoint(state);
  const id = chosen !== null && state.configurations[chosen] ? chosen : current;
  const configuration = id === null ? undefined : state.configurations[id];
  return (
    <aside ref={pane} className="details" aria-label={texts.t('details.label')} tabIndex={-1}>
      {id === null || !configuration?.accessPoint ? <p className="secondary">{texts.t('details.none')}</p> : <Fragment key={id}>
        <Head configuration={configuration} isCurrent={id === current} />
        <Actions configuration={configuration} />
        <RefusedHere about={id} />
        <RefusedHere about={`open ${id}`} />
        <LastFailure configuration={configuration} />
        <Addresses configuration={configuration} />
        <Network configuration={configuration} />
        <Why configuration={configuration} />
        <Radios configuration={configuration} />
        <HeldBy configuration={configuration} />
      </Fragment>}
    </aside>
  );
}

function Head({ configuration, isCurrent }: { configuration: ConfigurationView; isCurrent: boolean }): ReactNode {
  const texts = useTexts();
  const device = useHostState((state) => linkInterface(state, configuration));
  const pending = useHostStore((store) => store.pending[configuration.id]?.what ?? null);
  const isStale = useHostState(({ driver }) => !driver.available);
  const link = configuration.accessPoint?.link ?? null;
  const since = link?.since ?? 0;
  const duration = useHostTime((now) => durationText(texts, now - since));
  const day = useHostTime((now) => Math.floor(now / 3_600_000)) * 3_600_000;
  const name = configurationName(texts, configuration);
  const network = networkName(configuration);
  const state = rowState(texts, { configuration, interface: device, isCurrent, isGone: false, isStale, pending, offer: null, trial: null, day });
  const security = configuration.accessPoint?.security;
  const isWell = link?.state === 'active' && (device?.connectivity === 'full' || device?.connectivity === 'unknown') && !state.isBusy && !isStale;
  return (
    <>
      <h3 className="details-name"><Name name={name} /></h3>
      {network && <p className="secondary"><Name name={network} /></p>}
      <p className={isWell ? 'secondary' : `tone-${state.tone === 'faint' || state.tone === 'plain' ? 'second' : state.tone}`}>
        {isWell ? (security ? texts.t('details.connectedForSecurity', { duration, security: texts.of(`security.${security}`) }) : texts.t('details.connectedFor', { duration }))
          : state.text || (configuration.stored ? texts.t('details.stored') : texts.t('details.storedNot'))}
      </p>
      {(name.hasMarks || name.hasBytes) && <p className="caption tone-warn">{texts.t(name.hasMarks ? 'name.charactersVisible' : 'name.bytesNotText')}</p>}
    </>
  );
}

function LastFailure({ configuration }: { configuration: ConfigurationView }): ReactNode {
  const texts = useTexts();
  const failure = configuration.accessPoint?.failure;
  const time = useHostTime((now) => (failure ? clockText(texts, failure.at, now) : ''));
  if (!failure) return null;
  const { advice, platform } = driverFailureText(texts, failure.failure);
  return <div className="last-failure">{advice && <p>{advice}</p>}<p className="caption secondary">{texts.t('sentence.and', { first: texts.t('details.failedAt', { time }), second: platform })}</p></div>;
}

function Addresses({ configuration }: { configuration: ConfigurationView }): ReactNode {
  const texts = useTexts();
  const device = useHostState((state) => linkInterface(state, configuration));
  if (!device || configuration.accessPoint?.link?.state !== 'active') return null;
  const lines: [string, string][] = [
    ...device.addresses.map(({ address }): [string, string] => [address.includes(':') ? texts.t('details.ipv6') : texts.t('details.ipv4'), address]),
    ...device.gateways.map((address): [string, string] => [texts.t('details.gateway'), address]),
    ...device.nameServers.map((address): [string, string] => [texts.t('details.nameServer'), address]),
    ...(device.routeMetric === null ? [] : [[texts.t('details.routeMetric'), String(device.routeMetric)] satisfies [string, string]]),
    ...(device.portal === null ? [] : [[texts.t('details.portal'), device.portal] satisfies [string, string]]),
  ];
  return (
    <>
      <h4>{texts.t('details.address')}</h4>
      <dl>
        {lines.map(([label, value], index) => <Copyable key={`${label} ${value}`} label={lines[index - 1]?.[0] === label ? '' : label} what={label} value={value} />)}
      </dl>
      <Dhcp options={device.dhcp} />
    </>
  );
}

/** What the DHCP server gave, under its own names: folded, as most never want it. A server may send anything. */
function Dhcp({ options }: { options: Readonly<Record<string, string>> }): ReactNode {
  const texts = useTexts();
  const names = Object.keys(options).sort();
  if (names.length === 0) return null;
  return (
    <details>
      <summary>{texts.t('details.dhcp', { count: names.length })}</summary>
      <dl>
        {names.map((name) => <Copyable key={name} label={showSentence(name)} value={options[name] ?? ''}>{showSentence(options[name] ?? '')}</Copyable>)}
      </dl>
    </details>
  );
}

function Network({ configuration }: { configuration: ConfigurationView }): ReactNode {
  const texts = useTexts();
  const device = useHostState((state) => linkInterface(state, configuration));
  const { accessPoint } = configuration;
  if (!accessPoint) return null;
  const isMetered = accessPoint.metered || (accessPoint.link !== null && device?.metered === true);
  return (
    <>
      <h4>{texts.t('details.network')}</h4>
      <dl>
        {device && <Copyable label={texts.t('details.interface')} value={device.name} />}
        {device?.hardwareAddress && <Copyable label={texts.t('details.hardwareAddress')} value={device.hardwareAddress} />}
        {device?.mtu && <Copyable label={texts.t('details.mtu')} value={String(device.mtu)} />}
        {accessPoint.kind === 'wired' && device !== null && device.speed !== null && device.carrier !== false && <Pair label={texts.t('details.speed')}>{speedText(texts, device.speed)}</Pair>}
        {accessPoint.security !== null && <Pair label={texts.t('details.security')}>{texts.of(`security.${accessPoint.security}`)}</Pair>}
        {accessPoint.level !== null && accessPoint.noise !== null && <Pair label={texts.t('details.signal')}>{texts.t('details.aboveNoise', { above: texts.number(accessPoint.level - accessPoint.noise, 0) })}</Pair>}
        <Pair label={texts.t('details.cost')}>{isMetered ? texts.t('facts.metered') : texts.t('facts.unmetered')}</Pair>
        {accessPoint.ssid !== null && accessPoint.ssid !== '' && <Copyable label={texts.t('details.bytes')} value={accessPoint.ssid} />}
      </dl>
    </>
  );
}

function Radios({ configuration }: { configuration: ConfigurationView }): ReactNode {
  const texts = useTexts();
  const bss = configuration.accessPoint?.bss ?? [];
  if (bss.length === 0) return null;
  const inUse = bss.some((one) => one.inUse);
  const sorted = [...bss].sort((a, b) => Number(b.inUse) - Number(a.inUse));
  return (
    <>
      <h4>{texts.t('details.radios')}<span>{inUse ? texts.t('details.radiosInUse', { count: bss.length }) : texts.t('details.radiosInReach', { count: bss.length })}</span></h4>
      <ul className="radios">
        {sorted.map((one) => {
          const channel = channelOf(one.frequency);
          return (
            <li key={`${one.interface} ${one.bssid}`} className={one.inUse ? 'radio-used' : ''} title={bandText(texts, one.frequency)}>
              <span className="cut">{one.bssid}</span><span>{channel === null ? bandText(texts, one.frequency) : texts.t('details.channel', { channel })}</span><span>{levelText(texts, one.level)}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function HeldBy({ configuration }: { configuration: ConfigurationView }): ReactNode {
  const texts = useTexts();
  const sessions = useHostState((state) => state.sessions);
  const link = configuration.accessPoint?.link;
  if (!link) return null;
  const held = Object.values(sessions).filter(({ isOpen, activeConfiguration }) => isOpen && activeConfiguration === configuration.id);
  const names = held.map(({ client }) => clientName(texts, client).isolated);
  return (
    <>
      <h4>{texts.t('details.heldBy')}</h4>
      <p className="secondary">{texts.list([...names, ...(link.byHandover ? [] : [texts.t(names.length > 0 ? 'details.heldByOthersToo' : 'details.heldByOthers')])]) || texts.t('details.heldByNobody')}</p>
    </>
  );
}
