import { type ReactNode } from 'react';
import { bytesText, configurationName, rateOf, showName } from '../../app/text/index.ts';
import { currentAccessPoint } from '../../app/contract/reading.ts';
import { KindIcon } from '../parts/Icon.tsx';
import { Name } from '../parts/Name.tsx';
import { Sparkline } from '../parts/Sparkline.tsx';
import { TrafficRecord } from './TrafficRecord.tsx';
import { useHostState, useTexts, useWatch } from '../store/context.tsx';

/** What flows now, by interface, with the last minute and the totals. */
export function TrafficPage(): ReactNode {
  const texts = useTexts();
  const state = useHostState((all) => all);
  useWatch('traffic');
  const current = currentAccessPoint(state);
  const used = current === null ? undefined : state.configurations[current]?.accessPoint?.link?.interface;
  const rows = Object.values(state.traffic).filter(({ interface: id }) => state.interfaces[id])
    .sort((a, b) => Number(b.interface === used) - Number(a.interface === used) || (a.interface < b.interface ? -1 : 1));
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="page-head"><h2 id="page-title">{texts.t('page.traffic')}</h2></header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by the keyboard, and nothing in it can be */}
      <div className="page-scroll" tabIndex={0} role="group" aria-labelledby="page-title">
        {rows.length === 0 ? <div className="empty"><p>{texts.t('traffic.empty')}</p></div> : (
          <>
            <p className="chart-keys caption"><span><i className="key-received" />{texts.t('traffic.received')}</span><span><i className="key-sent" />{texts.t('traffic.sent')}</span></p>
            <table className="table traffic-table" aria-labelledby="page-title">
              <colgroup><col className="col-interface" /><col /><col className="col-rate" /><col className="col-rate" /><col className="col-bytes" /><col className="col-bytes" /></colgroup>
              <thead>
                <tr>
                  <th scope="col">{texts.t('traffic.interface')}</th><th scope="col">{texts.t('traffic.lastMinute')}</th><th scope="col" className="number">{texts.t('traffic.received')}</th>
                  <th scope="col" className="number">{texts.t('traffic.sent')}</th><th scope="col" className="number">{texts.t('traffic.totalReceived')}</th><th scope="col" className="number">{texts.t('traffic.totalSent')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => {
                  const device = state.interfaces[row.interface]!;
                  const on = Object.values(state.configurations).find(({ accessPoint }) => accessPoint?.link?.interface === row.interface);
                  const rate = (bits: number): ReactNode => { const { value, unit } = rateOf(texts, bits); return <><b>{value}</b> <span className="faint">{unit}</span></>; };
                  return (
                    <tr key={row.interface} className={row.interface === used ? 'traffic-used' : ''}>
                      <td><div className="traffic-interface"><KindIcon kind={device.kind} /><div><div className="cut">{on ? <Name name={configurationName(texts, on)} /> : texts.of(`kind.${device.kind}`)}</div><div className="cut caption faint"><Name name={showName(device.name)} /></div></div></div></td>
                      <td><Sparkline interface={row.interface} height={48} /></td>
                      <td className="number">{rate(row.receivedRate)}</td><td className="number">{rate(row.sentRate)}</td>
                      <td className="number">{bytesText(texts, row.received)}</td><td className="number">{bytesText(texts, row.sent)}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            <p className="hint">{texts.t('traffic.note')}</p>
          </>
        )}
        <TrafficRecord />
      </div>
    </section>
  );
}
