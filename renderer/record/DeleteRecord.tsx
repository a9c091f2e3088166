import { useState, type ReactNode } from 'react';
import { hostTime } from '../../app/contract/reading.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Choose } from '../settings/controls.tsx';
import { useHost, useTexts } from '../store/context.tsx';

const ranges = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, all: null } as const;
type Range = keyof typeof ranges;

/** Deletes the last hour, day or week of the record, or all of it. */
export function DeleteRecord({ onDeleted }: { onDeleted: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [range, setRange] = useState<Range>('hour');
  const remove = (): void => void host.act('record', 'saving', async () => {
    const length = ranges[range];
    const now = hostTime(host.getState().state!.clock);
    await host.request('record.delete', { from: length === null ? null : now - length, to: null });
    onDeleted();
  }, () => true);
  return (
    <Confirm label={texts.t('delete.open')} title={texts.t('delete.title')} action={texts.t('delete.do')} onConfirm={remove}>
      <Choose label={texts.t('delete.range')} value={range} onChange={setRange} choices={(Object.keys(ranges) as Range[]).map((id) => ({ id, label: texts.of(`delete.range.${id}`) }))} />
      <p className="secondary">{texts.t('delete.what')}</p>
    </Confirm>
  );
}
