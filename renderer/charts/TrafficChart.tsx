import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { bytesText } from '../../app/text/index.ts';
import { useTexts } from '../store/context.tsx';
import type { Bucket } from '../traffic/history.ts';

const height = 260;

interface ChartProps {
  buckets: readonly Bucket[];
  /** What happened in each bucket, in words; a bucket with any gets a line. */
  marks: readonly (readonly string[])[];
  label: string;
  timeOf: (start: number) => string;
}

/** Received filled, sent a line, over time, with a mark where one moved. Arrow keys go from value to value, which is told; the same stands in a table. */
export function TrafficChart({ buckets, marks, label, timeOf }: ChartProps): ReactNode {
  const texts = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const data = useRef(buckets);
  const marked = useRef(marks);
  const format = useRef({ texts, timeOf });
  useEffect(() => { data.current = buckets; marked.current = marks; format.current = { texts, timeOf }; });

  useEffect(() => {
    const box = place.current;
    if (!box || !document.createElement('canvas').getContext('2d')) return;
    const colour = (name: string): string => getComputedStyle(box).getPropertyValue(name).trim();
    const font = `12px ${getComputedStyle(box).fontFamily}`;
    // Asked for whenever it is drawn: the theme may be another one by then.
    const axis = { stroke: () => colour('--text-3'), font, ticks: { show: false } };
    const drawn = new uPlot({
      width: box.clientWidth, height, legend: { show: false }, cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } }, padding: [8, 0, 0, 24],
      scales: { x: { time: false }, y: { range: (_self, _least, most) => [0, Math.max(most * 1.08, 1000)] } },
      axes: [
        { ...axis, size: 32, grid: { show: false }, values: (_self, ticks) => ticks.map((index) => { const bucket = data.current[index]; return bucket && Number.isInteger(index) ? format.current.timeOf(bucket.start) : ''; }), space: 90 },
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- right; the library has the enumeration in its types alone
        { ...axis, side: 1, size: 70, grid: { stroke: () => colour('--line'), width: 1 }, space: 70, values: (_self, ticks) => ticks.map((bytes) => bytesText(format.current.texts, bytes)) },
      ],
      series: [{}, { stroke: () => colour('--accent'), fill: () => colour('--bg-candidate'), width: 1.5, points: { show: false } }, { stroke: () => colour('--line-control'), width: 1.5, points: { show: false } }],
      hooks: { setCursor: [(self) => setAt(self.cursor.idx ?? null)], draw: [(self) => drawMarks(self, marked.current, colour('--text'))] },
    }, seriesOf(data.current), box);
    plot.current = drawn;
    const resize = new ResizeObserver(() => { if (box.clientWidth > 0) drawn.setSize({ width: box.clientWidth, height }); });
    resize.observe(box);
    const themes = new MutationObserver(() => drawn.redraw());
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => { resize.disconnect(); themes.disconnect(); drawn.destroy(); plot.current = null; };
  }, []);
  useEffect(() => { plot.current?.setData(seriesOf(buckets)); }, [buckets, marks]);

  const go = (index: number): void => {
    const chosen = Math.min(Math.max(index, 0), buckets.length - 1);
    setAt(chosen);
    plot.current?.setCursor({ left: plot.current.valToPos(chosen, 'x'), top: 10 });
  };
  const keys = (event: KeyboardEvent): void => {
    const from = at ?? buckets.length - 1;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: buckets.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  const chosen = at === null ? undefined : buckets[at];
  const value = chosen ? texts.t('traffic.value', { time: timeOf(chosen.start), received: bytesText(texts, chosen.received), sent: bytesText(texts, chosen.sent) }) : '';
  const moved = at === null ? [] : marks[at] ?? [];
  const says = moved.length > 0 ? texts.t('traffic.valueMoved', { value, moves: texts.list([...moved]) }) : value;
  return (
    <figure className="chart">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its values are reached by arrow keys */}
      <div ref={place} className="chart-place" role="img" tabIndex={0} aria-label={label} onKeyDown={keys} />
      <figcaption className="caption faint" aria-live="polite">{says}</figcaption>
    </figure>
  );
}

const seriesOf = (buckets: readonly Bucket[]): uPlot.AlignedData => [buckets.map((_, index) => index), buckets.map(({ received }) => received), buckets.map(({ sent }) => sent)];

/** A dashed line with a head on the upper edge, at each bucket that something happened in. */
function drawMarks(self: uPlot, marks: readonly (readonly string[])[], colour: string): void {
  const { ctx, bbox: { top, height: tall } } = self;
  const unit = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = unit;
  for (const [index, those] of marks.entries()) {
    if (those.length === 0) continue;
    const x = Math.round(self.valToPos(index, 'x', true)) + unit / 2;
    ctx.setLineDash([3 * unit, 3 * unit]);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + tall);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - 4 * unit, top - 2 * unit);
    ctx.lineTo(x + 4 * unit, top - 2 * unit);
    ctx.lineTo(x, top + 5 * unit);
    ctx.fill();
  }
  ctx.restore();
}
