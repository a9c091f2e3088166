import type { ReactNode } from 'react';
import type { TrafficRow } from '../../app/contract/record.ts';
import { bytesText, configurationName, shareText, showName } from '../../app/text/index.ts';
import { Icon, type IconName } from '../parts/Icon.tsx';
import { useHostState, useNames, useTexts } from '../store/context.tsx';
import { CapEditor } from './CapEditor.tsx';
import { byAccessPoint, byNetwork, type Share } from './history.ts';

interface SharesProps {
  rows: readonly TrafficRow[];
  /** The stretch of time, in words. */
  what: string;
}

/** Who had how much of it, by access point: those that something went over, and those with a cap. */
export function ByAccessPoint({ rows, names, what }: SharesProps & { names: Readonly<Record<string, string>> }): ReactNode {
  const texts = useTexts();
  const nameNow = useNames();
  const configurations = useHostState((state) => state.configurations);
  const caps = useHostState((state) => state.caps);
  const shares = byAccessPoint(rows);
  const capped = Object.keys(caps).filter((id) => configurations[id]?.accessPoint && !shares.some((each) => each.id === id)).map((id) => ({ id, received: 0, sent: 0, share: 0 }));
  const nameOf = (id: string | null): string => (id === null ? texts.t('traffic.nobody') : configurations[id] ? nameNow(id) : showName(names[id] ?? texts.t('name.unknown')).isolated);
  const lines = [...shares, ...capped].map((share): Line => ({ ...share, name: nameOf(share.id), icon: (share.id !== null && configurations[share.id]?.accessPoint?.kind) || 'other', isThere: share.id !== null && configurations[share.id] !== undefined }));
  return lines.length === 0 ? null : <Shares title={texts.t('traffic.byAccessPoint', { what })} first={texts.t('traffic.accessPoint')} lines={lines} />;
}

/** The same by service network, all its members together: the user's own, then that of all known networks. */
export function ByNetwork({ rows, what }: SharesProps): ReactNode {
  const texts = useTexts();
  const nameOf = useNames();
  const configurations = useHostState((state) => state.configurations);
  const order = new Intl.Collator(texts.tag);
  const networks = Object.values(configurations).filter(({ type }) => type === 'serviceNetwork')
    .sort((a, b) => Number(b.stored) - Number(a.stored) || order.compare(configurationName(texts, a).plain, configurationName(texts, b).plain));
  const lines = byNetwork(rows, networks).map((share): Line => ({ ...share, name: nameOf(share.id), icon: 'accessPoints', isThere: true }));
  return lines.length === 0 ? null : <Shares title={texts.t('traffic.byNetwork', { what })} first={texts.t('traffic.network')} lines={lines} />;
}

interface Line extends Share {
  readonly name: string;
  readonly icon: IconName;
  /** It is still known, so that it can have a cap. */
  readonly isThere: boolean;
}

function Shares({ title, first, lines }: { title: string; first: string; lines: readonly Line[] }): ReactNode {
  const texts = useTexts();
  const caps = useHostState((state) => state.caps);
  const greatest = Math.max(...lines.map(({ received, sent }) => received + sent), 1);
  return (
    <>
      <h3>{title}</h3>
      <table className="table traffic-shares" aria-label={title}>
        <colgroup><col className="col-interface" /><col /><col className="col-rate" /><col className="col-rate" /><col className="col-share" /><col className="col-cap" /></colgroup>
        <thead><tr><th scope="col">{first}</th><th scope="col"><span className="hidden">{texts.t('traffic.bar')}</span></th><th scope="col" className="number">{texts.t('traffic.received')}</th><th scope="col" className="number">{texts.t('traffic.sent')}</th><th scope="col" className="number">{texts.t('traffic.share')}</th><th scope="col"><span className="hidden">{texts.t('cap.title')}</span></th></tr></thead>
        <tbody>
          {lines.map(({ id, name, icon, isThere, received, sent, share }) => {
            const cap = id === null ? undefined : caps[id];
            return (
              <tr key={id ?? ''}>
                <td><div className="traffic-interface"><Icon name={icon} /><span className="cut">{name}</span></div></td>
                <td>
                  <svg className="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect className="share-received" width={(received / greatest) * 100} height="8" /><rect className="share-sent" x={(received / greatest) * 100} width={(sent / greatest) * 100} height="8" /></svg>
                  {cap && <p className={`caption ${cap.level === 'within' ? 'faint' : 'tone-warn'}`}>{texts.of(`cap.line.${cap.level}`, { used: bytesText(texts, cap.used), limit: bytesText(texts, cap.cap.bytes), period: texts.of(`cap.this.${cap.cap.period}`) })}</p>}
                </td>
                <td className="number">{bytesText(texts, received)}</td><td className="number">{bytesText(texts, sent)}</td><td className="number faint">{shareText(texts, share)}</td>
                <td className="number">{id !== null && isThere && <CapEditor about={id} name={name} cap={cap?.cap ?? null} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
