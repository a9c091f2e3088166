import type { ReactNode } from 'react';
import { requestFailureText } from '../../app/text/index.ts';
import { useHost, useHostStore, useTexts } from '../store/context.tsx';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

/** Why the last request about something was refused, where it was asked for. Nothing when it was not. */
export function RefusedHere({ about }: { about: string }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const failure = useHostStore(({ failures }) => failures[about]);
  if (!failure) return null;
  return (
    <p className="refused" role="alert">
      <Icon name="warned" small /><span>{requestFailureText(texts, failure)}</span>
      <Button look="plain" onClick={() => host.forgetFailure(about)}>{texts.t('dismiss')}</Button>
    </p>
  );
}
