import { useState, type ReactNode } from 'react';
import { Button as Trigger, Dialog, DialogTrigger, Heading } from 'react-aria-components';
import { capPeriods, type Cap } from '../../app/contract/cap.ts';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { Floating } from '../parts/Floating.tsx';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { useHost, useTexts } from '../store/context.tsx';

const shares = ['0.5', '0.8', '0.9', '0.95', '1'] as const;
const gigabyte = 1_000_000_000;

/** How much may pass over an access point in a day, week or month, and when to warn. */
export function CapEditor({ about, name, cap }: { about: string; name: string; cap: Cap | null }): ReactNode {
  const texts = useTexts();
  return (
    <DialogTrigger>
      <Trigger className="button button-plain" aria-label={texts.t('cap.of', { name })}>{texts.t('cap.edit')}</Trigger>
      <Floating className="confirm cap-form" placement="bottom end">
        <Dialog>{({ close }) => <CapForm about={about} name={name} cap={cap} close={close} />}</Dialog>
      </Floating>
    </DialogTrigger>
  );
}

function CapForm({ about, name, cap, close }: { about: string; name: string; cap: Cap | null; close: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [size, setSize] = useState(cap ? String(cap.bytes / gigabyte) : '');
  const [period, setPeriod] = useState(cap?.period ?? 'month');
  const [day, setDay] = useState(String(cap?.startDay ?? 1));
  const [warnAt, setWarnAt] = useState<string>(String(cap?.warnAt ?? 0.8));
  const [isTried, setTried] = useState(false);
  // A comma is a decimal sign in much of the world.
  const bytes = Math.round(Number(size.trim().replace(',', '.')) * gigabyte);
  const startDay = Number(day);
  const last = period === 'week' ? 7 : 31;
  const sizeError = size.trim() !== '' && bytes > 0 && Number.isSafeInteger(bytes) ? null : texts.t('cap.sizeWrong');
  const dayError = period === 'day' || (Number.isInteger(startDay) && startDay >= 1 && startDay <= last) ? null : texts.t('cap.dayWrong', { last });
  const set = (next: Cap | null): void => void host.act(`cap ${about}`, 'saving', async () => { await host.request('cap.set', { about, cap: next }); close(); }, (state) => (next === null) === (state.caps[about] === undefined));
  const save = (): void => {
    setTried(true);
    if (sizeError === null && dayError === null) set({ period, startDay: period === 'day' ? 1 : startDay, bytes, warnAt: Number(warnAt) });
  };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); save(); }}>
      <Heading slot="title">{texts.t('cap.of', { name })}</Heading>
      <div className="confirm-what">
        <div className="cap-fields">
          <TextField label={texts.t('cap.size')} value={size} onChange={setSize} error={isTried ? sizeError : null} />
          <ChoiceField label={texts.t('cap.period')} value={period} onChange={setPeriod} choices={capPeriods.map((id) => ({ id, label: texts.of(`cap.period.${id}`) }))} />
          {period !== 'day' && <TextField label={texts.t(period === 'week' ? 'cap.weekDay' : 'cap.monthDay')} value={day} onChange={setDay} error={isTried ? dayError : null} />}
          <ChoiceField label={texts.t('cap.warnAt')} value={warnAt} onChange={setWarnAt} choices={shares.map((id) => ({ id, label: texts.t('unit.percent', { value: texts.number(Number(id) * 100, 0) }) }))} />
        </div>
        <p className="secondary">{texts.t('cap.what')}</p>
        <RefusedHere about={`cap ${about}`} />
      </div>
      <div className="actions">
        {cap && <Button look="plain" onClick={() => set(null)}>{texts.t('cap.remove')}</Button>}
        <Button look="plain" onClick={close}>{texts.t('cancel')}</Button>
        <Button type="submit">{texts.t('cap.save')}</Button>
      </div>
    </form>
  );
}
