import { useRef, useState, type ReactNode } from 'react';
import { RequestError } from '../../app/contract/contract.ts';
import type { SecretRequestView } from '../../app/contract/management.ts';
import { configurationName, requestFailureText, sentence } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Words } from '../parts/Words.tsx';
import { useHost, useHostState, useTexts } from '../store/context.tsx';
import { PasswordField } from './fields.tsx';
import { FormFrame } from './FormFrame.tsx';

/** A secret that the platform waits for. It goes to the platform and nowhere else; closing leaves the platform waiting. */
export function SecretForm({ request, onClose }: { request: SecretRequestView; onClose: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const configuration = useHostState((state) => state.configurations[request.accessPoint]);
  const [secret, setSecret] = useState('');
  const [fault, setFault] = useState<string | null>(request.wrongBefore ? texts.t('secret.wrongBefore') : null);
  const isSending = useRef(false);
  const send = async (run: () => Promise<unknown>): Promise<void> => {
    if (isSending.current) return;
    isSending.current = true;
    // When it was taken the request goes from the state, and this form with it.
    try { await run(); } catch (error) { setFault(requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', ''))); } finally { isSending.current = false; }
  };
  const give = (): void => { if (secret === '') setFault(texts.t('form.required')); else void send(() => host.request('secret.give', { request: request.id, secret })); };
  return (
    <FormFrame title={<Words text="secret.title" name={configurationName(texts, configuration)} />} note={texts.of(`secret.title.${request.kind}`)} onClose={onClose} onSubmit={give}>
      <div className="form-body">
        {request.message !== '' && <p className="form-warning"><Icon name="info" small /><span>{sentence(texts, request.message)}</span></p>}
        <PasswordField label={texts.t(request.kind === 'pin' ? 'secret.pin' : 'connect.password')} value={secret} onChange={(value) => { setSecret(value); setFault(null); }} error={fault} />
        <p className="field-hint">{texts.t('connect.kept')}</p>
      </div>
      <footer>
        <Button look="plain" onClick={() => void send(() => host.request('secret.refuse', { request: request.id }))}>{texts.t('secret.refuse')}</Button>
        <Button look="main" type="submit">{texts.t('secret.give')}</Button>
      </footer>
    </FormFrame>
  );
}
