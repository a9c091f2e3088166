import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { RequestOutput } from '../../app/contract/contract.ts';
import { bytesText, showName } from '../../app/text/index.ts';
import { moveKinds, movesIn, type Move } from '../model/moves.ts';
import { ExportFile } from '../record/ExportFile.tsx';
import { Segments } from '../settings/controls.tsx';
import { useHost, useHostState, useNames, useNow, useTexts } from '../store/context.tsx';
import { bucketAt, bucketsOf, bySpan, stretches, type Stretch } from './history.ts';
import { ByAccessPoint, ByNetwork } from './Shares.tsx';

const TrafficChart = lazy(async () => ({ default: (await import('../charts/TrafficChart.tsx')).TrafficChart }));
type History = RequestOutput<'traffic.history'>;
/** ms between two looks at what has been written meanwhile. */
const lookEvery = 5000;
/** Moves that are marked: no more would be told apart. */
const mostMoves = 200;
/** … and that are told in the summary, the latest. */
const movesTold = 3;

/** What passed in the last hour, day, month or year, and where one moved: as a chart, in words, as a table; and by access point and service network with their caps. */
export function TrafficRecord(): ReactNode {
  const texts = useTexts();
  const [stretch, setStretch] = useState<Stretch>('hour');
  const { starts, history, moves } = useStretch(stretch);
  const configurations = useHostState((state) => state.configurations);
  const nameNow = useNames();
  const interfaces = useHostState((state) => state.interfaces);
  // What goes through a VPN goes over another interface too, and is counted there.
  const rows = useMemo(() => history.rows.filter((row) => interfaces[row.interface]?.kind !== 'vpn'), [history, interfaces]);
  const buckets = useMemo(() => bySpan(rows, starts), [rows, starts]);
  const received = buckets.reduce((sum, each) => sum + each.received, 0);
  const sent = buckets.reduce((sum, each) => sum + each.sent, 0);
  const most = buckets.reduce((best, each) => (each.received + each.sent > best.received + best.sent ? each : best), buckets[0]!);
  const timeOf = (start: number): string => new Intl.DateTimeFormat(texts.tag, timeFormats[stretch]).format(start);
  const what = texts.of(`traffic.stretch.${stretch}`);
  // An hour in which nothing passed is said in words: an empty chart says less.
  const hasPassed = received + sent > 0 || moves.length > 0;
  const passed = received + sent === 0 ? texts.t('traffic.nothing', { what }) : texts.t('traffic.summary', { what, received: bytesText(texts, received), sent: bytesText(texts, sent), time: timeOf(most.start) });
  const nameOf = ({ to, names }: Move): string => (configurations[to] ? nameNow(to) : showName(names[to] ?? texts.t('name.unknown')).isolated);
  const latest = moves.slice(-movesTold).map((move) => texts.t('traffic.moveAt', { name: nameOf(move), time: timeOf(move.at) }));
  const summary = moves.length === 0 ? passed : texts.t('sentence.and', { first: passed, second: texts.t('traffic.moves', { count: moves.length, moves: texts.list(latest) }) });
  const marks = starts.map((_, index) => moves.filter(({ at }) => bucketAt(starts, at) === index).map((move) => texts.t('traffic.movedTo', { name: nameOf(move) })));
  return (
    <section className="traffic-record" aria-labelledby="traffic-record-title">
      <div className="record-head">
        <h3 id="traffic-record-title">{texts.t('traffic.record')}</h3>
        <Segments label={texts.t('traffic.stretch')} value={stretch} onChange={setStretch} choices={(Object.keys(stretches) as Stretch[]).map((id) => ({ id, label: texts.of(`traffic.stretch.${id}.short`) }))} />
        <ExportFile what="traffic" filter={{ from: starts[0]! }} span={stretches[stretch].span} />
      </div>
      <p>{summary}</p>
      {hasPassed && <>
        <Suspense fallback={<div className="chart-place" />}><TrafficChart buckets={buckets} marks={marks} label={summary} timeOf={timeOf} /></Suspense>
        <details className="chart-table">
          <summary>{texts.t('traffic.asTable')}</summary>
          <table className="table">
            <thead><tr><th scope="col">{texts.t('traffic.time')}</th><th scope="col" className="number">{texts.t('traffic.received')}</th><th scope="col" className="number">{texts.t('traffic.sent')}</th><th scope="col" className="after-number">{texts.t('traffic.moved')}</th></tr></thead>
            <tbody>{buckets.map((each, index) => <tr key={each.start}><th scope="row">{timeOf(each.start)}</th><td className="number">{bytesText(texts, each.received)}</td><td className="number">{bytesText(texts, each.sent)}</td><td className="after-number">{texts.list(marks[index] ?? [])}</td></tr>)}</tbody>
          </table>
        </details>
      </>}
      <ByAccessPoint rows={rows} names={history.names} what={what} />
      <ByNetwork rows={rows} what={what} />
    </section>
  );
}

const timeFormats: Record<Stretch, Intl.DateTimeFormatOptions> = {
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, day: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, month: { day: 'numeric', month: 'short' }, year: { month: 'short', year: 'numeric' },
};

/** Asked for when a stretch is chosen, when its next bucket begins, and every few seconds. */
function useStretch(stretch: Stretch): { starts: number[]; history: History; moves: readonly Move[] } {
  const host = useHost();
  const now = useNow();
  // The same until the next bucket begins.
  const latest = bucketsOf(stretch, now).starts.at(-1)!;
  const { starts, end } = useMemo(() => bucketsOf(stretch, latest), [stretch, latest]);
  const [history, setHistory] = useState<History>({ rows: [], names: {} });
  const [moves, setMoves] = useState<readonly Move[]>([]);
  useEffect(() => {
    let isOver = false;
    const look = (): void => {
      if (document.visibilityState === 'hidden') return;
      const filter = { kinds: [...moveKinds], from: starts[0]!, to: end };
      host.request('record.page', { filter, cursor: null, limit: mostMoves }).then(({ records }) => { if (!isOver) setMoves(movesIn(records)); }, () => { /* what is shown stays */ });
      host.request('traffic.history', { span: stretches[stretch].span, from: starts[0]!, to: end }).then((got) => { if (!isOver) setHistory(got); }, () => { /* what is shown stays */ });
    };
    look();
    const timer = setInterval(look, lookEvery);
    return () => { isOver = true; clearInterval(timer); };
  }, [host, stretch, starts, end]);
  return { starts, history, moves };
}
