import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { RequestOutput } from '../../app/contract/contract.ts';
import { bytesText, shareText, showName } from '../../app/text/index.ts';
import { KindIcon } from '../parts/Icon.tsx';
import { ExportFile } from '../record/ExportFile.tsx';
import { Segments } from '../settings/controls.tsx';
import { useHost, useHostState, useNames, useNow, useTexts } from '../store/context.tsx';
import { CapEditor } from './CapEditor.tsx';
import { bucketsOf, byAccessPoint, bySpan, stretches, type Stretch } from './history.ts';

const TrafficChart = lazy(async () => ({ default: (await import('../charts/TrafficChart.tsx')).TrafficChart }));
type History = RequestOutput<'traffic.history'>;
/** ms between two looks at what has been written meanwhile. */
const lookEvery = 5000;

/** What passed in the last hour, day, month or year: as a chart, in words, as a table; and by access point with its cap. */
export function TrafficRecord(): ReactNode {
  const texts = useTexts();
  const [stretch, setStretch] = useState<Stretch>('hour');
  const { starts, history } = useStretch(stretch);
  const interfaces = useHostState((state) => state.interfaces);
  // What goes through a VPN goes over another interface too, and is counted there.
  const rows = useMemo(() => history.rows.filter((row) => interfaces[row.interface]?.kind !== 'vpn'), [history, interfaces]);
  const buckets = useMemo(() => bySpan(rows, starts), [rows, starts]);
  const received = buckets.reduce((sum, each) => sum + each.received, 0);
  const sent = buckets.reduce((sum, each) => sum + each.sent, 0);
  const most = buckets.reduce((best, each) => (each.received + each.sent > best.received + best.sent ? each : best), buckets[0]!);
  const timeOf = (start: number): string => new Intl.DateTimeFormat(texts.tag, timeFormats[stretch]).format(start);
  const what = texts.of(`traffic.stretch.${stretch}`);
  const summary = received + sent === 0 ? texts.t('traffic.nothing', { what }) : texts.t('traffic.summary', { what, received: bytesText(texts, received), sent: bytesText(texts, sent), time: timeOf(most.start) });
  return (
    <section className="traffic-record" aria-labelledby="traffic-record-title">
      <div className="record-head">
        <h3 id="traffic-record-title">{texts.t('traffic.record')}</h3>
        <Segments label={texts.t('traffic.stretch')} value={stretch} onChange={setStretch} choices={(Object.keys(stretches) as Stretch[]).map((id) => ({ id, label: texts.of(`traffic.stretch.${id}.short`) }))} />
        <ExportFile what="traffic" filter={{ from: starts[0]! }} span={stretches[stretch].span} />
      </div>
      <p>{summary}</p>
      <Suspense fallback={<div className="chart-place" />}><TrafficChart buckets={buckets} label={summary} timeOf={timeOf} /></Suspense>
      <details className="chart-table">
        <summary>{texts.t('traffic.asTable')}</summary>
        <table className="table">
          <thead><tr><th scope="col">{texts.t('traffic.time')}</th><th scope="col" className="number">{texts.t('traffic.received')}</th><th scope="col" className="number">{texts.t('traffic.sent')}</th></tr></thead>
          <tbody>{buckets.map((each) => <tr key={each.start}><th scope="row">{timeOf(each.start)}</th><td className="number">{bytesText(texts, each.received)}</td><td className="number">{bytesText(texts, each.sent)}</td></tr>)}</tbody>
        </table>
      </details>
      <ByAccessPoint rows={rows} names={history.names} what={what} />
    </section>
  );
}

const timeFormats: Record<Stretch, Intl.DateTimeFormatOptions> = {
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, day: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, month: { day: 'numeric', month: 'short' }, year: { month: 'short', year: 'numeric' },
};

/** Asked for when a stretch is chosen, when its next bucket begins, and every few seconds. */
function useStretch(stretch: Stretch): { starts: number[]; history: History } {
  const host = useHost();
  const now = useNow();
  // The same until the next bucket begins.
  const latest = bucketsOf(stretch, now).starts.at(-1)!;
  const { starts, end } = useMemo(() => bucketsOf(stretch, latest), [stretch, latest]);
  const [history, setHistory] = useState<History>({ rows: [], names: {} });
  useEffect(() => {
    let isOver = false;
    const look = (): void => {
      if (document.visibilityState === 'hidden') return;
      host.request('traffic.history', { span: stretches[stretch].span, from: starts[0]!, to: end }).then((got) => { if (!isOver) setHistory(got); }, () => { /* what is shown stays */ });
    };
    look();
    const timer = setInterval(look, lookEvery);
    return () => { isOver = true; clearInterval(timer); };
  }, [host, stretch, starts, end]);
  return { starts, history };
}

function ByAccessPoint({ rows, names, what }: { rows: History['rows']; names: History['names']; what: string }): ReactNode {
  const texts = useTexts();
  const nameNow = useNames();
  const configurations = useHostState((state) => state.configurations);
  const caps = useHostState((state) => state.caps);
  const shares = byAccessPoint(rows);
  const capped = Object.keys(caps).filter((id) => !shares.some(({ accessPoint }) => accessPoint === id)).map((id) => ({ accessPoint: id, received: 0, sent: 0, share: 0 }));
  const all = [...shares, ...capped];
  const nameOf = (id: string | null): string => (id === null ? texts.t('traffic.nobody') : configurations[id] ? nameNow(id) : showName(names[id] ?? texts.t('name.unknown')).isolated);
  const greatest = Math.max(...all.map(({ received, sent }) => received + sent), 1);
  if (all.length === 0) return null;
  return (
    <>
      <h3>{texts.t('traffic.byAccessPoint', { what })}</h3>
      <table className="table traffic-shares" aria-label={texts.t('traffic.byAccessPoint', { what })}>
        <colgroup><col className="col-interface" /><col /><col className="col-rate" /><col className="col-rate" /><col className="col-share" /><col className="col-cap" /></colgroup>
        <thead><tr><th scope="col">{texts.t('traffic.accessPoint')}</th><th scope="col"><span className="hidden">{texts.t('traffic.bar')}</span></th><th scope="col" className="number">{texts.t('traffic.received')}</th><th scope="col" className="number">{texts.t('traffic.sent')}</th><th scope="col" className="number">{texts.t('traffic.share')}</th><th scope="col"><span className="hidden">{texts.t('cap.title')}</span></th></tr></thead>
        <tbody>
          {all.map(({ accessPoint, received, sent, share }) => {
            const cap = accessPoint === null ? undefined : caps[accessPoint];
            return (
              <tr key={accessPoint ?? ''}>
                <td><div className="traffic-interface"><KindIcon kind={(accessPoint !== null && configurations[accessPoint]?.accessPoint?.kind) || 'other'} /><span className="cut">{nameOf(accessPoint)}</span></div></td>
                <td>
                  <svg className="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect className="share-received" width={(received / greatest) * 100} height="8" /><rect className="share-sent" x={(received / greatest) * 100} width={(sent / greatest) * 100} height="8" /></svg>
                  {cap && <p className={`caption ${cap.level === 'within' ? 'faint' : 'tone-warn'}`}>{texts.of(`cap.line.${cap.level}`, { used: bytesText(texts, cap.used), limit: bytesText(texts, cap.cap.bytes), period: texts.of(`cap.this.${cap.cap.period}`) })}</p>}
                </td>
                <td className="number">{bytesText(texts, received)}</td><td className="number">{bytesText(texts, sent)}</td><td className="number faint">{shareText(texts, share)}</td>
                <td className="number">{accessPoint !== null && configurations[accessPoint] && <CapEditor about={accessPoint} name={nameOf(accessPoint)} cap={cap?.cap ?? null} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
