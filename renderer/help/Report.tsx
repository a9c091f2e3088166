import { useState, type ReactNode } from 'react';
import { RequestError } from '../../app/contract/contract.ts';
import { requestFailureText } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { copyText } from '../parts/Copyable.tsx';
import { useHost, useTexts } from '../store/context.tsx';

/** A problem report: made when asked for and shown whole before it is copied or saved, so that nobody hands on what he has not seen. */
export function Report(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [report, setReport] = useState<string | null>(null);
  const [said, setSaid] = useState<{ tone: 'warn' | 'second'; text: string } | null>(null);
  const attempt = async (run: () => Promise<void>): Promise<void> => {
    try { await run(); } catch (error) { setSaid({ tone: 'warn', text: requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', '')) }); }
  };
  const make = (): Promise<void> => attempt(async () => { setSaid({ tone: 'second', text: texts.t('report.making') }); setReport((await host.request('program.report', null)).text); setSaid(null); });
  const save = (text: string): Promise<void> => attempt(async () => { const { path } = await host.request('program.saveReport', { text }); setSaid(path === null ? null : { tone: 'second', text: texts.t('report.saved', { path }) }); });
  return (
    <section aria-label={texts.t('report.title')}>
      <h3>{texts.t('report.title')}</h3>
      <p className="help-what">{texts.t('report.what')}</p>
      {report !== null && <textarea className="report" readOnly aria-label={texts.t('report.label')} value={report} rows={14} spellCheck={false} />}
      <div className="actions">
        <Button onClick={() => void make()}>{texts.t('report.make')}</Button>
        {report !== null && <Button onClick={() => { if (copyText(report)) setSaid({ tone: 'second', text: texts.t('copied') }); }}>{texts.t('report.copy')}</Button>}
        {report !== null && <Button onClick={() => void save(report)}>{texts.t('report.save')}</Button>}
        <span role="status" className={`report-said tone-${said?.tone ?? 'second'}`}>{said?.text}</span>
      </div>
    </section>
  );
}
