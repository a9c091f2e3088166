import type { ReactNode } from 'react';
import type { ShownName } from '../../app/text/index.ts';
import { toneOf, type Cell, type FactRow } from '../model/facts.ts';
import { Icon } from '../parts/Icon.tsx';
import { Name } from '../parts/Name.tsx';
import { useTexts } from '../store/context.tsx';

/** The current access point beside the other one, fact by fact; the same columns for offer and trial. */
export function Comparison({ current, other, otherRole, rows, label }: { current: ShownName; other: ShownName; otherRole: string; rows: readonly FactRow[]; label: string }): ReactNode {
  const texts = useTexts();
  return (
    <table className="comparison" aria-label={label}>
      <thead>
        <tr>
          <td />
          <th scope="col"><span>{texts.t('offer.current')}</span><strong className="cut"><Name name={current} /></strong></th>
          <th scope="col" className="comparison-other"><span>{otherRole}</span><strong className="cut"><Name name={other} /></strong></th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label: what, current: one, other: two, isBad }) => (
          <tr key={key} className={isBad ? 'comparison-bad' : ''}>
            <th scope="row">{what}</th>
            <td><FactCell cell={one} /></td>
            <td className="comparison-other"><FactCell cell={two} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FactCell({ cell }: { cell: Cell }): ReactNode {
  const texts = useTexts();
  const { mark } = cell;
  const spoken = mark === 'passed' ? texts.t('test.spokenPassed') : mark === 'failed' ? texts.t('test.spokenFailed') : mark === 'warned' ? texts.t('test.spokenWarned') : '';
  return (
    <span className="fact">
      <span className={`fact-mark tone-${toneOf(mark)}`}>
        {mark === 'running' ? <Icon name="busy" small /> : mark === 'waiting' ? <span className="fact-waiting" /> : mark && <Icon name={mark} small />}
        {spoken && <span className="hidden">{spoken}:</span>}
      </span>
      <span className={`cut ${mark === 'waiting' || mark === 'running' ? 'tone-faint' : ''}`} title={cell.text}><bdi>{cell.text}</bdi></span>
    </span>
  );
}

/** A line of what moves, stays or changes: what, and who or why. */
export function Consequence({ icon, what, who }: { icon: 'moves' | 'stays' | 'changes' | 'warned'; what: ReactNode; who?: ReactNode }): ReactNode {
  return <p className="consequence"><Icon name={icon} /><span><span>{what}</span>{who && <span className="secondary">{who}</span>}</span></p>;
}
