import { useState, type ReactNode } from 'react';
import { Button as Trigger, Dialog, DialogTrigger, Heading } from 'react-aria-components';
import { exportFormats, type ExportWanted, type RecordFilter, type TrafficSpan } from '../../app/contract/record.ts';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { Floating } from '../parts/Floating.tsx';
import { Segments } from '../settings/controls.tsx';
import { useHost, useTexts } from '../store/context.tsx';

type Format = (typeof exportFormats)[number];

/** Saves what the page shows, with its filter, as a file that the user chooses. */
export function ExportFile({ what, filter, span = 'day' }: { what: ExportWanted['what']; filter: RecordFilter; span?: TrafficSpan }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [format, setFormat] = useState<Format>('csv');
  const [isRedacted, setRedacted] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const save = (): void => void host.act('export', 'saving', async () => {
    setSaved(null);
    const { path } = await host.request('program.saveExport', { what, format, filter, span, redact: isRedacted, language: texts.language });
    setSaved(path);
  }, () => true);
  return (
    <DialogTrigger>
      <Trigger className="button button-plain">{texts.t('export.open')}</Trigger>
      <Floating className="confirm" placement="bottom end">
        <Dialog>
          {({ close }) => (
            <>
              <Heading slot="title">{texts.t(`export.title.${what}`)}</Heading>
              <div className="confirm-what">
                <p>{texts.t('export.what')}</p>
                <Segments label={texts.t('export.format')} value={format} onChange={setFormat} choices={exportFormats.map((id) => ({ id, label: texts.of(`export.format.${id}`) }))} />
                <label className="check"><input type="checkbox" checked={isRedacted} onChange={(event) => setRedacted(event.target.checked)} /><span>{texts.t('export.redact')}</span></label>
                <p className="secondary">{texts.t('export.redactWhat')}</p>
                <RefusedHere about="export" />
                {saved !== null && <p role="status">{texts.t('export.saved', { path: saved })}</p>}
              </div>
              <div className="actions">
                <Button look="plain" onClick={close}>{texts.t('close')}</Button>
                <Button onClick={save}>{texts.t('export.save')}</Button>
              </div>
            </>
          )}
        </Dialog>
      </Floating>
    </DialogTrigger>
  );
}
