import { useEffect, useState, type ReactNode } from 'react';
import type { About as AboutProgram } from '../../app/contract/program.ts';
import { Copyable } from '../parts/Copyable.tsx';
import { useHost, useTexts } from '../store/context.tsx';
import { Licences } from './Licences.tsx';
import { Report } from './Report.tsx';

/** What this program is, what it is built on, whose work it holds, and what to hand on when something is wrong. */
export function About(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [about, setAbout] = useState<AboutProgram | null>(null);
  useEffect(() => {
    let isThere = true;
    host.request('program.about', null).then((told) => { if (isThere) setAbout(told); }, () => { /* the versions stay unknown; the rest of the page needs none */ });
    return () => { isThere = false; };
  }, [host]);
  return (
    <>
      <section aria-label={texts.t('about.title')}>
        <h3 id="about">{texts.t('about.title')}</h3>
        <p className="help-what">{texts.t('about.what')} {texts.t('about.network')}</p>
        {about && (
          <dl className="about">
            <Copyable label={texts.t('about.version')} value={about.version} />
            {about.runtimes.map(({ name, version }) => <Copyable key={name} label={name} value={version} />)}
            <Copyable label={texts.t('about.system')} value={about.system} />
            <Copyable label={texts.t('about.dataFolder')} value={about.dataFolder} />
          </dl>
        )}
      </section>
      <Licences />
      <Report />
    </>
  );
}
