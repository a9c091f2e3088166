import { useState, type ReactNode } from 'react';
import { RequestError } from '../../app/contract/contract.ts';
import type { PackageLicence } from '../../app/contract/program.ts';
import { requestFailureText } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { useHost, useTexts } from '../store/context.tsx';

/** The packages that are part of the program, each with the words of its licence; read when wanted. */
export function Licences(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [packages, setPackages] = useState<readonly PackageLicence[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const read = async (): Promise<void> => {
    try { setPackages(await host.request('program.licences', null)); } catch (error) { setFault(requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', ''))); }
  };
  return (
    <section aria-label={texts.t('about.licences')}>
      <h3>{texts.t('about.licences')}</h3>
      {packages && <p className="help-what">{texts.t('about.licencesWhat', { count: packages.length })}</p>}
      {fault !== null && <p role="alert" className="tone-warn">{fault}</p>}
      <RefusedHere about="licences" />
      <div className="actions">
        {!packages && <Button onClick={() => void read()}>{texts.t('about.licencesOpen')}</Button>}
        <Button look={packages ? 'neutral' : 'plain'} onClick={() => void host.act('licences', 'saving', () => host.request('program.openRuntimeLicences', null))}>{texts.t('about.licencesRuntime')}</Button>
      </div>
      {packages && (
        <ul className="licences">
          {packages.map(({ name, version, licence, text }) => (
            <li key={`${name} ${version}`}>
              <details><summary>{name} <span className="faint">{version}, {licence}</span></summary><pre>{text}</pre></details>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
