import type { ReactNode } from 'react';
import { currentAccessPoint, desktopSession } from '../../app/contract/reading.ts';
import { decisionId, type ConfigurationView, type Decision, type Standing } from '../../app/contract/state.ts';
import { clockText, gateReasonText, holdReasonText, levelText, offerReasonText, type Texts } from '../../app/text/index.ts';
import { setPin } from '../parts/actions.ts';
import { Button } from '../parts/Button.tsx';
import { useHost, useHostState, useHostTime, useNames, useTexts } from '../store/context.tsx';

/** "Why this one": what the engine last thought of it for the desktop's session, rule by rule beside the current one; and the user's pin. */
export function Why({ configuration }: { configuration: ConfigurationView }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const nameOf = useNames();
  const { id, accessPoint } = configuration;
  const decision = useHostState((state) => { const session = desktopSession(state); return session ? state.decisions[decisionId(session.id, id)] ?? null : null; });
  const says = useHostTime((now) => (decision ? reasonText(texts, decision, nameOf, now) : ''));
  const at = useHostTime((now) => (decision ? clockText(texts, decision.at, now) : ''));
  const isPinned = accessPoint?.pinned === true;
  const isInUse = useHostState((state) => accessPoint?.link?.state === 'active' && currentAccessPoint(state) === id);
  return (
    <>
      <h4>{texts.t('why.title')}{decision && <span>{texts.t('why.since', { time: at })}</span>}</h4>
      {decision ? <p className={decision.outcome.outcome === 'offered' ? '' : 'secondary'}>{says}</p> : <p className="secondary">{texts.t(isPinned ? 'why.pinned' : isInUse ? 'why.inUse' : 'why.none')}</p>}
      {decision && <Rules decision={decision} />}
      {(configuration.stored || isPinned) && (
        <div className="actions">
          <Button look="plain" aria-pressed={isPinned} title={texts.t('why.pinWhat')} onClick={() => void setPin(host, id, !isPinned)}>{texts.t(isPinned ? 'why.unpin' : 'why.pin')}</Button>
        </div>
      )}
    </>
  );
}

function reasonText(texts: Texts, { outcome, current, candidate }: Decision, nameOf: (id: string) => string, now: number): string {
  switch (outcome.outcome) {
    case 'gated': return gateReasonText(texts, outcome.reason, now);
    case 'held': return holdReasonText(texts, outcome.reason, now);
    case 'offered': {
      const before = current ?? candidate;
      return texts.t('why.offered', { reason: offerReasonText(texts, { reason: outcome.reason, current: before.accessPoint, candidate: candidate.accessPoint, currentStanding: before, candidateStanding: candidate }, nameOf, now) });
    }
  }
}

/** The rules in their order, both sides of each; the one that decided in the accent's colour. */
export function Rules({ decision }: { decision: Decision }): ReactNode {
  const texts = useTexts();
  const { candidate, current } = decision;
  const decided = decidedBy(decision);
  const rows = [
    { rule: 'internet', of: ({ connectivity }: Standing) => texts.of(`why.connectivity.${connectivity}`) },
    { rule: 'order', of: ({ order }: Standing) => (order === null ? texts.t('measured.not') : texts.t('facts.rank', { count: order })) },
    { rule: 'cost', of: ({ metered }: Standing) => texts.t(metered ? 'facts.metered' : 'facts.unmetered') },
    { rule: 'kind', of: ({ kind }: Standing) => texts.of(`reason.kind.${kind}`) },
    { rule: 'score', of: (standing: Standing) => scoreText(texts, standing) },
  ] as const;
  return (
    <table className="why">
      <thead><tr><td /><th scope="col">{texts.t('why.this')}</th><th scope="col">{texts.t('offer.current')}</th></tr></thead>
      <tbody>
        {rows.map(({ rule, of }) => (
          <tr key={rule} className={rule === decided ? 'why-decided' : ''}>
            <th scope="row">{texts.of(`why.rule.${rule}`)}{rule === decided && <span className="hidden"> ({texts.t('why.decided')})</span>}</th>
            <td>{of(candidate)}</td><td>{current ? of(current) : texts.t('measured.not')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function decidedBy({ outcome }: Decision): string | null {
  const { reason } = outcome;
  switch (reason.code) {
    case 'notBetter': case 'betterClass': return reason.by === 'noise' ? 'score' : reason.by;
    case 'currentHasNoInternet': return 'internet';
    case 'currentIsWeak': case 'tooWeak': case 'unsteady': return 'score';
    case 'metered': return 'cost';
    default: return null;
  }
}

/** The score by its parts: "−58 dBm + 2 dB". */
function scoreText(texts: Texts, { score }: Standing): string {
  const { level, band } = score;
  if (level === undefined) return texts.t('measured.not');
  return band === undefined || band === 0 ? levelText(texts, Math.round(level)) : texts.t('why.score', { level: levelText(texts, Math.round(level)), band });
}
