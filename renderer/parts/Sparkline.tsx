import { useSyncExternalStore, type ReactNode } from 'react';
import { quantityText, rateOf } from '../../app/text/index.ts';
import { useHistory, useTexts } from '../store/context.tsx';

const width = 240;
const seconds = 60;

/** The last minute of an interface's traffic: received filled, sent a line; the newest at the right edge. */
export function Sparkline({ interface: id, height = 36 }: { interface: string; height?: number }): ReactNode {
  const texts = useTexts();
  const history = useHistory();
  const series = useSyncExternalStore(history.subscribe, () => history.of(id));
  const received = series?.received ?? [];
  const sent = series?.sent ?? [];
  // Never a scale so fine that a few idle packets look like traffic: 100 kbit/s at least.
  const top = Math.max(100_000, ...received, ...sent) * 1.08;
  // A minute without a bit is the ground line alone.
  const flows = (rates: readonly number[]): boolean => rates.length > 1 && rates.some((rate) => rate > 0);
  const line = (rates: readonly number[]): string => rates.map((rate, index) => {
    const x = width - (rates.length - 1 - index) * (width / (seconds - 1));
    return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${(height - 1 - (rate / top) * (height - 2)).toFixed(1)}`;
  }).join('');
  const first = width - (received.length - 1) * (width / (seconds - 1));
  const label = texts.t('now.sparkline', { received: quantityText(rateOf(texts, Math.max(0, ...received))), sent: quantityText(rateOf(texts, Math.max(0, ...sent))) });
  return (
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className="spark-ground" d={`M0 ${height - 0.5}H${width}`} />
      {flows(received) && <path className="spark-area" d={`${line(received)}L${width} ${height}L${first.toFixed(1)} ${height}Z`} />}
      {flows(sent) && <path className="spark-sent" d={line(sent)} />}
      {flows(received) && <path className="spark-received" d={line(received)} />}
    </svg>
  );
}
