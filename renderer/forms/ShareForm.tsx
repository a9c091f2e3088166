import encodeQr from 'qr';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { RequestError } from '../../app/contract/contract.ts';
import type { ConfigurationView } from '../../app/contract/state.ts';
import { configurationName, requestFailureText } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Words } from '../parts/Words.tsx';
import { useHost, useTexts } from '../store/context.tsx';
import { FormFrame } from './FormFrame.tsx';

/** The QR that lets another device join. It holds the password: asked for when this opens, drawn, and gone when it closes. */
export function ShareForm({ configuration, onClose }: { configuration: ConfigurationView; onClose: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [shared, setShared] = useState<{ text: string } | { fault: string } | null>(null);
  useEffect(() => {
    let isThere = true;
    host.request('accessPoint.share', { accessPoint: configuration.id }).then(
      ({ text }) => { if (isThere) setShared({ text }); },
      (error: unknown) => { if (isThere) setShared({ fault: requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', '')) }); });
    return () => { isThere = false; };
  }, [host, configuration.id, texts]);
  return (
    <FormFrame title={<Words text="share.title" name={configurationName(texts, configuration)} />} note={texts.t('share.what')} onClose={onClose} onSubmit={onClose}>
      <div className="form-body">
        {shared === null ? <p role="status" className="secondary">{texts.t('share.reading')}</p>
          : 'fault' in shared ? <p className="form-warning" role="alert"><Icon name="warned" small /><span>{shared.fault}</span></p>
            : <Qr text={shared.text} label={texts.t('share.label', { name: configurationName(texts, configuration).isolated })} />}
      </div>
      <footer><Button type="submit">{texts.t('close')}</Button></footer>
    </FormFrame>
  );
}

/** Dark on light in both themes, with the margin of four that readers need. */
function Qr({ text, label }: { text: string; label: string }): ReactNode {
  const { size, path } = useMemo(() => draw(text), [text]);
  return <svg className="qr" viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img" aria-label={label}><path d={path} /></svg>;
}

function draw(text: string): { size: number; path: string } {
  // Bytes of UTF-8, as phones read names and passwords.
  const modules = encodeQr(text, 'raw', { ecc: 'medium', encoding: 'byte', border: 4 });
  const path = modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : []))).join('');
  return { size: modules.length, path };
}
