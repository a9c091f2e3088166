import type { ReactNode } from 'react';
import { clientName, clockText, configurationName, quantityText, rateOf, type Texts } from '../../app/text/index.ts';
import type { InterfaceView } from '../../app/contract/state.ts';
import { currentAccessPoint, isInReach } from '../../app/contract/reading.ts';
import { holders } from '../model/connection.ts';
import { signIn } from '../parts/actions.ts';
import { Icon, KindIcon } from '../parts/Icon.tsx';
import { Name } from '../parts/Name.tsx';
import { Sparkline } from '../parts/Sparkline.tsx';
import { useHost, useHostState, useHostTime, useTexts, useView } from '../store/context.tsx';

/** The connection that carries the machine's traffic: what it is, what it reaches, how much flows, and who holds it. */
export function Now(): ReactNode {
  const texts = useTexts();
  const view = useView();
  const host = useHost();
  const state = useHostState((all) => all);
  const hour = useHostTime((now) => Math.floor(now / 3_600_000)) * 3_600_000;
  const id = currentAccessPoint(state);
  const configuration = id === null ? undefined : state.configurations[id];
  if (id === null || !configuration?.accessPoint) return <NotConnected />;

  const { link, kind } = configuration.accessPoint;
  const device = link ? state.interfaces[link.interface] : undefined;
  const held = holders(state, id);
  const isStale = !state.driver.available;
  const reach: Reach = isStale ? { text: texts.t('now.lastKnown'), tone: 'warn' as const } : reachText(texts, device, hour);
  const address = device?.addresses[0]?.address;
  return (
    <section className="now" aria-label={texts.t('now.label')}>
      <div className="now-who">
        <h3><span className={`now-kind ${reach.tone === 'ok' ? 'tone-ok' : ''}`}><KindIcon kind={kind} /></span><Name name={configurationName(texts, configuration)} className="cut" /></h3>
        <p className="cut"><span>{address ?? texts.t('now.noAddress')}</span><span className="now-device">{device && `, ${device.name}`}</span><span className={`now-reach tone-${reach.tone === 'ok' ? 'faint' : reach.tone}`}>{reach.short && <span className="when-narrow">{reach.short}</span>}<span className={reach.short ? 'when-wide' : ''}>{reach.text}</span></span></p>
      </div>
      {device && <Rates device={device} />}
      <div className="now-foot">
        <span className={`dot ${reach.tone === 'ok' ? '' : 'dot-warn'}`} />
        <span className="cut">
          {held.length === 0 ? texts.t('now.heldByOthers') : texts.t('now.heldBy', { count: held.length })}
          <span className="now-holders">{texts.list(held.map(({ client }) => clientName(texts, client).isolated))}</span>
        </span>
        {device?.portal && <button type="button" className="link" onClick={() => void signIn(host, id, device.id)}>{texts.t('portal.signIn')}</button>}
        <button type="button" className="link" onClick={() => view.go('sessions')}>{texts.t('now.showSessions')}</button>
      </div>
    </section>
  );
}

/** `short` where a narrow window has no room for the time, and nothing is amiss. */
interface Reach { readonly text: string; readonly tone: 'ok' | 'warn' | 'faint'; readonly short?: string }

/** What is reached and since when. */
function reachText(texts: Texts, device: InterfaceView | undefined, now: number): Reach {
  if (!device) return { text: texts.t('now.internetUnknown'), tone: 'faint' };
  const time = clockText(texts, device.connectivitySince, now);
  switch (device.connectivity) {
    case 'full': return { text: texts.t('now.internetFullSince', { time }), tone: 'ok', short: texts.t('now.internetFull') };
    case 'none': return { text: texts.t('now.internetNone', { time }), tone: 'warn' };
    case 'portal': return { text: texts.t('now.internetPortal', { time }), tone: 'warn' };
    case 'limited': return { text: texts.t('now.internetLimited', { time }), tone: 'warn' };
    case 'unknown': return { text: texts.t('now.internetUnknown'), tone: 'faint' };
  }
}

function Rates({ device }: { device: InterfaceView }): ReactNode {
  const texts = useTexts();
  const traffic = useHostState((state) => state.traffic[device.id]);
  const rate = (bitsPerSecond: number | undefined, way: string): ReactNode => {
    if (bitsPerSecond === undefined) return <span className="rate"><b>{texts.t('measured.not')}</b> <span>{way}</span></span>;
    const { value, unit } = rateOf(texts, bitsPerSecond);
    return <span className="rate" title={`${quantityText({ value, unit })} ${way}`}><b>{value}</b> <span>{unit} {way}</span></span>;
  };
  return (
    <div className="now-rates">
      <p>{rate(traffic?.receivedRate, texts.t('now.in'))}{rate(traffic?.sentRate, texts.t('now.out'))}</p>
      <Sparkline interface={device.id} />
    </div>
  );
}

function NotConnected(): ReactNode {
  const texts = useTexts();
  const driver = useHostState((state) => state.driver);
  const isWifiOff = useHostState(({ system: { radios: { wifi } } }) => wifi.present && !(wifi.on && wifi.hardwareOn));
  const hasChoice = useHostState((state) => Object.values(state.configurations).some((one) => one.accessPoint && isInReach(one)));
  return (
    <section className="now now-none" aria-label={texts.t('now.label')}>
      <div className="now-who">
        <h3><span className="now-kind"><Icon name="none" /></span>{texts.t('now.none')}</h3>
        <p>{driver.available ? texts.t(hasChoice ? 'now.noneWhat' : isWifiOff ? 'radio.wifiOff' : 'list.empty') : texts.t('now.noneGone', { manager: texts.of(`driver.${driver.name}`) })}</p>
      </div>
    </section>
  );
}
