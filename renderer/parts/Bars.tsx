import type { ReactNode } from 'react';
import { barsOf } from '../../app/text/index.ts';

/** Four bars for a level in dBm; the number stands beside them, so they are not spoken. */
export function Bars({ level }: { level: number }): ReactNode {
  const full = barsOf(level);
  return (
    <svg className="bars" viewBox="0 0 16 12" aria-hidden="true">
      {[3, 6, 9, 12].map((height, index) => <rect key={height} x={index * 4.25} y={12 - height} width="3" height={height} rx=".75" className={index < full ? '' : 'bar-off'} />)}
    </svg>
  );
}
