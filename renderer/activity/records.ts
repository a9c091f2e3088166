import { useCallback, useEffect, useRef, useState } from 'react';
import { recordKinds, type RecordEntry, type RecordKind } from '../../app/contract/record-entry.ts';
import type { JournalRecord, RecordCursor, RecordFilter } from '../../app/contract/record.ts';
import { useHost } from '../store/context.tsx';

/** Kinds that stand together in the timeline's filter. Scans come by the hundred and are counted elsewhere. */
export const kindGroups = {
  all: recordKinds.filter((kind) => kind !== 'scan'),
  decisions: ['decision', 'offer', 'offerEnded', 'answer', 'ignored', 'trialStarted', 'trialTested', 'trialEnded', 'followed', 'radioChanged'],
  sessions: ['sessionOpened', 'sessionClosed', 'openFailed'],
  failures: ['openFailed', 'activationFailed', 'connectivity', 'linkDown', 'manager', 'cap'],
} as const satisfies Record<string, readonly RecordKind[]>;
export type KindGroup = keyof typeof kindGroups;

const worthALine = (records: readonly JournalRecord[]): readonly JournalRecord[] => records.filter(({ entry }) => !isToldByOthers(entry));

/**
 * Others beside it tell the same, for a person: the question that a decision led to, the answer that a question ended with, that what is
 * on trial is not offered, and that a link's way to the internet is about to be looked at. The record has them, and so has an export.
 */
function isToldByOthers(entry: RecordEntry): boolean {
  switch (entry.kind) {
    case 'decision': return entry.decision.outcome.outcome === 'offered' || entry.decision.outcome.reason.code === 'trialRunning';
    case 'offerEnded': return entry.end.code === 'accepted' || entry.end.code === 'ignored';
    case 'connectivity': return entry.connectivity === 'unknown';
    default: return false;
  }
}

const aPage = 50;
/** ms between two looks for what is new. */
const lookEvery = 2000;

export interface Records {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly records: readonly JournalRecord[];
  readonly hasMore: boolean;
  /** What came since, and waits: the reader is further down, and nothing moves under the pointer. */
  readonly waiting: number;
  more(): void;
  showWaiting(): void;
  reload(): void;
}

/** The timeline's records, newest first, page by page. What is new is looked for while the page is seen; `isAtTop` says whether it may come in. */
export function useRecords(filter: RecordFilter, isAtTop: () => boolean): Records {
  const host = useHost();
  const [records, setRecords] = useState<readonly JournalRecord[]>([]);
  const [next, setNext] = useState<RecordCursor | null>(null);
  const [phase, setPhase] = useState<Records['phase']>('loading');
  const [waiting, setWaiting] = useState<readonly JournalRecord[]>([]);
  const [round, setRound] = useState(0);
  const latest = useRef<number>(-1);
  const key = JSON.stringify(filter);

  useEffect(() => {
    let isOver = false;
    const read = (cursor: RecordCursor | null) => host.request('record.page', { filter: JSON.parse(key) as RecordFilter, cursor, limit: aPage });
    const first = async (): Promise<void> => {
      try {
        const page = await read(null);
        if (isOver) return;
        latest.current = Math.max(-1, ...page.records.map(({ id }) => id));
        setRecords(worthALine(page.records));
        setNext(page.next);
        setWaiting([]);
        setPhase('ready');
      } catch { if (!isOver) setPhase('failed'); }
    };
    const look = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return;
      const page = await read(null).catch(() => null);
      if (isOver || !page) return;
      const fresh = page.records.filter(({ id }) => id > latest.current);
      if (fresh.length === 0) return;
      latest.current = Math.max(...fresh.map(({ id }) => id));
      const shown = worthALine(fresh);
      if (isAtTop()) setRecords((before) => [...shown, ...before]); else setWaiting((before) => [...shown, ...before]);
    };
    void first();
    const timer = setInterval(() => void look(), lookEvery);
    return () => { isOver = true; clearInterval(timer); };
  }, [host, key, round, isAtTop]);

  const more = useCallback(() => {
    if (!next) return;
    void host.request('record.page', { filter: JSON.parse(key) as RecordFilter, cursor: next, limit: aPage }).then((page) => {
      setRecords((before) => [...before, ...worthALine(page.records)]);
      setNext(page.next);
    }, () => setPhase('failed'));
  }, [host, key, next]);
  const showWaiting = useCallback(() => { setRecords((before) => [...waiting, ...before]); setWaiting([]); }, [waiting]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { phase, records, hasMore: next !== null, waiting: waiting.length, more, showWaiting, reload };
}
