import { useState, type ReactNode } from 'react';
import type { RecordEntry } from '../../app/contract/record-entry.ts';
import type { JournalRecord } from '../../app/contract/record.ts';
import { currentAccessPoint, desktopSession } from '../../app/contract/reading.ts';
import type { Decision } from '../../app/contract/state.ts';
import { recordText, showName } from '../../app/text/index.ts';
import { Rules } from '../access-points/Why.tsx';
import { moveOf } from '../model/moves.ts';
import { undoMove } from '../parts/actions.ts';
import { Icon, type IconName } from '../parts/Icon.tsx';
import { useHost, useHostState, useNames, useTexts, useView } from '../store/context.tsx';

/** One line of the timeline: when, what, why; the inputs unfolded; the way back where there is one. */
export function Entry({ record }: { record: JournalRecord }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const known = useHostState((state) => state.configurations);
  const nameNow = useNames();
  const [isOpen, setOpen] = useState(false);
  const { at, entry, names } = record;
  // What it is called now; what it was called then, where it has gone.
  const nameOf = (id: string): string => (known[id] ? nameNow(id) : showName(names[id] ?? texts.t('name.unknown')).isolated);
  const { what, why } = recordText(texts, entry, nameOf, at);
  const decision = decisionOf(entry);
  const move = moveOf(entry);
  const canUndo = useHostState((state) => {
    const session = desktopSession(state);
    return move !== null && session !== null && currentAccessPoint(state) === move.to && (state.configurations[session.configuration]?.members.includes(move.from) ?? false)
      && !state.answers.ignored.some(({ current, candidate }) => current === move.from && candidate === move.to);
  });
  const { icon, tone } = iconOf(entry, (accessPoint) => known[accessPoint]?.accessPoint?.kind ?? 'other');
  const time = new Intl.DateTimeFormat(texts.tag, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);
  return (
    <li className={`timeline-entry ${isOpen ? 'timeline-open' : ''}`}>
      <time dateTime={new Date(at).toISOString()}>{time}</time>
      <span className={`timeline-icon ${tone}`}><Icon name={icon} /></span>
      <div className="timeline-what">
        <p><strong>{what}</strong></p>
        {why !== '' && <p className="secondary">{why}</p>}
        {isOpen && decision && <Rules decision={decision} />}
      </div>
      <span className="timeline-links">
        {decision && <button type="button" className="link" aria-expanded={isOpen} aria-label={texts.t(isOpen ? 'activity.hideThis' : 'activity.whyThis', { what })} onClick={() => setOpen(!isOpen)}>{texts.t(isOpen ? 'activity.hide' : 'activity.why')}</button>}
        {canUndo && move && <button type="button" className="link" title={texts.t('activity.undoWhat', { from: nameOf(move.from), to: nameOf(move.to) })} onClick={() => {
          // The way back is a trial, and whoever asked for it wants to answer it.
          view.setState({ page: 'accessPoints', accessPoint: move.from, wantsPrompt: true });
          void undoMove(host, move.from, move.to);
        }}>{texts.t('activity.undo')}</button>}
      </span>
    </li>
  );
}

/** What an entry weighed, where it did. */
function decisionOf(entry: RecordEntry): Decision | null {
  if (entry.kind === 'decision') return entry.decision;
  if (entry.kind !== 'offer') return null;
  const { session, at, reason, currentStanding, candidateStanding } = entry.offer;
  return { at, session, current: currentStanding, candidate: candidateStanding, outcome: { outcome: 'offered', reason } };
}

function iconOf(entry: RecordEntry, kindOf: (accessPoint: string) => IconName): { icon: IconName; tone: string } {
  const plain = (icon: IconName) => ({ icon, tone: '' });
  const warn = (icon: IconName) => ({ icon, tone: 'tone-warn' });
  switch (entry.kind) {
    case 'sessionOpened': case 'sessionClosed': return plain('sessions');
    case 'openFailed': case 'activationFailed': return warn('failed');
    case 'decision': return plain(entry.decision.outcome.outcome === 'offered' ? 'accessPoints' : 'stays');
    case 'offer': return plain('accessPoints');
    case 'offerEnded': return plain('info');
    case 'answer': return plain(entry.answer === 'reject' ? 'back' : 'moves');
    case 'ignored': return plain('stays');
    case 'trialStarted': return plain('moves');
    case 'trialTested': return entry.passed ? { icon: 'passed', tone: 'tone-ok' } : { icon: 'failed', tone: 'tone-bad' };
    case 'trialEnded': return moveOf(entry) ? { icon: 'passed', tone: 'tone-ok' } : warn('back');
    case 'followed': return plain('moves');
    case 'radioChanged': return plain('changes');
    case 'linkUp': return plain(kindOf(entry.accessPoint));
    case 'linkDown': return plain('none');
    case 'connectivity': return entry.connectivity === 'full' || entry.connectivity === 'unknown' ? plain('info') : warn('warned');
    case 'manager': return entry.available ? plain('info') : warn('warned');
    case 'scan': return plain('changes');
    case 'cap': return entry.level === 'within' ? plain('traffic') : warn('traffic');
    default: return entry satisfies never;
  }
}
