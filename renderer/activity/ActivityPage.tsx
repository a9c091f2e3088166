import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { RecordAbout, RecordFilter } from '../../app/contract/record.ts';
import { bytesText, clockText, durationText, showName } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { SearchField } from '../parts/SearchField.tsx';
import { DeleteRecord } from '../record/DeleteRecord.tsx';
import { ExportFile } from '../record/ExportFile.tsx';
import { Choose, Segments } from '../settings/controls.tsx';
import { useHost, useHostState, useHostTime, useNow, useTexts } from '../store/context.tsx';
import { Entry } from './Entry.tsx';
import { kindGroups, useRecords, type KindGroup } from './records.ts';
import { WhatIf } from './WhatIf.tsx';

const groups = Object.keys(kindGroups) as KindGroup[];
const spans = { any: null, hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;
type Span = keyof typeof spans;

/** The record as a timeline: what happened, why, and the way back where there is one. */
export function ActivityPage(): ReactNode {
  const texts = useTexts();
  const now = useNow();
  const [group, setGroup] = useState<KindGroup>('all');
  const [text, setText] = useState('');
  const [about, setAbout] = useState('');
  const [span, setSpan] = useState<Span>('any');
  const [since, setSince] = useState<number | null>(null);
  const [deletions, setDeletions] = useState(0);
  const known = useAbout(deletions);
  const search = useRef<HTMLInputElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const isAtTop = useCallback(() => (scroll.current?.scrollTop ?? 0) < 8, []);
  const filter = useMemo((): RecordFilter => ({
    kinds: [...kindGroups[group]], ...(text.trim() !== '' && { text: text.trim() }), ...(since !== null && { from: since }),
    ...(about.startsWith('a ') && { accessPoint: about.slice(2) }), ...(about.startsWith('c ') && { client: about.slice(2) }),
  }), [group, text, since, about]);
  const { phase, records, hasMore, waiting, more, showWaiting, reload } = useRecords(filter, isAtTop);
  const concerns = [
    { id: '', label: texts.t('activity.anything') },
    ...known.accessPoints.map(({ id, name }) => ({ id: `a ${id}`, label: showName(name || id).plain })),
    ...known.clients.map((name) => ({ id: `c ${name}`, label: name === 'Desktop' ? texts.t('name.desktop') : showName(name).plain })),
  ];
  const dayOf = (at: number): string => new Intl.DateTimeFormat(texts.tag, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
  const days = new Map<string, typeof records[number][]>();
  for (const record of records) days.set(dayOf(record.at), [...(days.get(dayOf(record.at)) ?? []), record]);
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="page-head">
        <h2 id="page-title">{texts.t('page.activity')}</h2>
        <Segments label={texts.t('activity.kind')} value={group} onChange={setGroup} choices={groups.map((id) => ({ id, label: texts.of(`activity.kind.${id}`) }))} />
        <SearchField value={text} onChange={setText} field={search} />
      </header>
      <div className="record-filters">
        <Choose label={texts.t('activity.about')} value={about} choices={concerns} onChange={setAbout} />
        <Choose label={texts.t('activity.when')} value={span} choices={(Object.keys(spans) as Span[]).map((id) => ({ id, label: texts.of(`activity.when.${id}`) }))}
          onChange={(chosen) => { const length = spans[chosen]; setSpan(chosen); setSince(length === null ? null : now - length); }} />
        <span className="record-gap" />
        <ExportFile what="records" filter={filter} />
        <DeleteRecord onDeleted={() => { reload(); setDeletions((before) => before + 1); }} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by the keyboard */}
      <div className="page-scroll activity" ref={scroll} tabIndex={0} role="group" aria-labelledby="page-title">
        <WhatIf key={deletions} />
        {waiting > 0 && <p className="activity-waiting"><button type="button" className="link" onClick={() => { showWaiting(); scroll.current?.scrollTo({ top: 0 }); }}>{texts.t('activity.waiting', { count: waiting })}</button></p>}
        {phase === 'failed' && <div className="empty" role="alert"><p>{texts.t('activity.failed')}</p><Button onClick={reload}>{texts.t('tryAgain')}</Button></div>}
        {phase === 'ready' && records.length === 0 && !hasMore && <div className="empty"><p>{texts.t('activity.empty')}</p></div>}
        {[...days].map(([day, those]) => (
          <section key={day} aria-label={day}>
            <h3>{day === dayOf(now) ? texts.t('activity.today') : day}</h3>
            <ol className="timeline">{those.map((record) => <Entry key={record.id} record={record} />)}</ol>
          </section>
        ))}
        {hasMore && <p className="activity-more"><Button onClick={more}>{texts.t('activity.more')}</Button></p>}
        <Foot about={known} />
      </div>
    </section>
  );
}

const nothing: RecordAbout = { clients: [], accessPoints: [], path: '', isKept: true, bytes: 0, oldest: null, costs: { processor: 0, scans: 0, calls: 0 } };

/** What the record knows and takes; asked for when the page is opened, and after each deletion. */
function useAbout(deletions: number): RecordAbout {
  const host = useHost();
  const [about, setAbout] = useState(nothing);
  const driver = useHostState((state) => state.driver.name);
  useEffect(() => {
    let isOver = false;
    host.request('record.about', null).then((known) => { if (!isOver) setAbout(known); }, () => { /* the timeline says so */ });
    return () => { isOver = true; };
  }, [host, driver, deletions]);
  return about;
}

function Foot({ about }: { about: RecordAbout }): ReactNode {
  const texts = useTexts();
  const oldest = useHostTime((now) => (about.oldest === null ? '' : clockText(texts, about.oldest, now)));
  if (about.path === '') return null;
  const { processor, scans, calls } = about.costs;
  return (
    <footer className="hint">
      <p>{texts.t('activity.cost', { processor: durationText(texts, processor), scans: texts.number(scans, 0), calls: texts.number(calls, 0) })}</p>
      <p>{about.isKept ? texts.t('activity.kept', { size: bytesText(texts, about.bytes), oldest: oldest || texts.t('measured.not'), path: about.path }) : texts.t('activity.notKept')}</p>
    </footer>
  );
}
