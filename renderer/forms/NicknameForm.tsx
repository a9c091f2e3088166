import { useState, type ReactNode } from 'react';
import { RequestError } from '../../app/contract/contract.ts';
import type { ConfigurationView } from '../../app/contract/state.ts';
import { configurationName, requestFailureText } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { Words } from '../parts/Words.tsx';
import { useHost, useTexts } from '../store/context.tsx';
import { TextField } from './fields.tsx';
import { FormFrame } from './FormFrame.tsx';

/** A name of the user's own for an access point. The network's stays beside it; the system's settings are left alone. */
export function NicknameForm({ configuration, onClose }: { configuration: ConfigurationView; onClose: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [name, setName] = useState(configuration.nickname ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    try {
      await host.request('accessPoint.nickname', { accessPoint: configuration.id, nickname: name.trim() === '' ? null : name.trim() });
      onClose();
    } catch (error) { setFault(requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', ''))); }
  };
  return (
    <FormFrame title={<Words text="nickname.title" name={configurationName(texts, configuration)} />} note={texts.t('nickname.what')} onClose={onClose} onSubmit={() => void save()}>
      <div className="form-body"><TextField label={texts.t('nickname.label')} value={name} onChange={setName} error={fault} hint={texts.t('nickname.hint')} /></div>
      <footer><Button look="plain" onClick={onClose}>{texts.t('cancel')}</Button><Button look="main" type="submit">{texts.t('form.save')}</Button></footer>
    </FormFrame>
  );
}
