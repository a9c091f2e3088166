import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { isInReach } from '../../app/contract/reading.ts';
import type { ConfigurationView, HostState } from '../../app/contract/state.ts';
import type { Security } from '../../app/contract/values.ts';
import { readWifiQr, type WifiCode } from '../../app/contract/wifi-qr.ts';
import { configurationName, showName } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { isOnMac } from '../parts/shortcuts.ts';
import { Words } from '../parts/Words.tsx';
import { useHost, useTexts } from '../store/context.tsx';
import { codeInPicture } from './code-in-picture.ts';
import { Joining } from './ConnectForm.tsx';
import { FormFrame } from './FormFrame.tsx';

type Phase = { is: 'waiting' } | { is: 'reading' } | { is: 'refused'; why: 'noCode' | 'notPicture' | 'notWifi' } | { is: 'read'; code: WifiCode; found: ConfigurationView | null };

/** Joins the network of a QR code: from a picture that is chosen, dropped or pasted. It is read here, shown, and joined only when the person says so. */
export function CodeForm({ onClose }: { onClose: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [phase, setPhase] = useState<Phase>({ is: 'waiting' });
  const picker = useRef<HTMLInputElement>(null);

  const take = (text: string): void => {
    const code = readWifiQr(text);
    const { state } = host.getState();
    setPhase(code === null || state === null ? { is: 'refused', why: 'notWifi' } : { is: 'read', code, found: networkOf(state, code) });
  };
  const read = async (picture: Blob): Promise<void> => {
    setPhase({ is: 'reading' });
    const found = await codeInPicture(picture);
    if (typeof found === 'string') setPhase({ is: 'refused', why: found }); else take(found.text);
  };
  const receive = (data: DataTransfer | null): boolean => {
    const picture = data?.files[0];
    const text = data?.getData('text/plain') ?? '';
    if (picture) void read(picture); else if (text !== '') take(text); else return false;
    return true;
  };
  const canReceive = phase.is !== 'read' && phase.is !== 'reading';
  const paste = useEffectEvent((event: ClipboardEvent) => { if (canReceive && receive(event.clipboardData)) event.preventDefault(); });
  useEffect(() => {
    const listen = (event: ClipboardEvent): void => paste(event);
    document.addEventListener('paste', listen);
    return () => document.removeEventListener('paste', listen);
  }, []);

  if (phase.is === 'read') return <Found code={phase.code} found={phase.found} onClose={onClose} />;
  return (
    <div onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); if (canReceive) receive(event.dataTransfer); }}>
      <FormFrame title={texts.t('code.title')} note={texts.t('code.what')} onClose={onClose} onSubmit={() => picker.current?.click()}>
        <input ref={picker} type="file" accept="image/*" hidden onChange={(event) => { const picture = event.target.files?.[0]; event.target.value = ''; if (picture) void read(picture); }} />
        <div className="form-body">
          <p className="drop-place">{texts.t('code.drop', { keys: `${isOnMac() ? '⌘' : texts.t('help.control')}+V` })}</p>
          {phase.is === 'reading' && <p role="status" className="form-busy"><Icon name="busy" small />{texts.t('code.reading')}</p>}
          {phase.is === 'refused' && <p className="form-warning" role="alert"><Icon name="warned" small /><span>{texts.of(`code.${phase.why}`)}</span></p>}
        </div>
        <footer><Button look="plain" onClick={onClose}>{texts.t('cancel')}</Button><Button look="main" type="submit">{texts.t('code.choose')}</Button></footer>
      </FormFrame>
    </div>
  );
}

function Found({ code, found, onClose }: { code: WifiCode; found: ConfigurationView | null; onClose: () => void }): ReactNode {
  const texts = useTexts();
  const name = found ? configurationName(texts, found) : showName({ hex: code.ssid });
  if (found?.accessPoint?.link) {
    return <FormFrame title={<Words text="connect.title" name={name} />} note={texts.t('code.connected')} onClose={onClose} onSubmit={onClose}><footer><Button type="submit">{texts.t('close')}</Button></footer></FormFrame>;
  }
  return (
    <Joining target={found ? { target: 'accessPoint', accessPoint: found.id } : { target: 'hidden', ssid: code.ssid, security: code.security }} security={found?.accessPoint?.security ?? code.security} before={null} onClose={onClose}
      title={<Words text="connect.title" name={name} />} note={texts.t(found ? 'code.found' : 'code.notInReach')}
      given={{ password: code.password ?? '', identity: code.identity ?? '', anonymousIdentity: code.anonymousIdentity ?? '' }} />
  );
}

/** Codes do not tell these apart. */
const alike: readonly (readonly Security[])[] = [['open', 'owe'], ['wep'], ['wpa1', 'wpa2', 'wpa2wpa3', 'wpa3'], ['enterprise', 'enterprise192']];

/** The network in reach that a code means. */
function networkOf(state: HostState, code: WifiCode): ConfigurationView | null {
  const kinds = alike.find((one) => one.includes(code.security)) ?? [];
  return Object.values(state.configurations).find((one) => one.accessPoint?.ssid === code.ssid && one.accessPoint.security !== null && kinds.includes(one.accessPoint.security) && isInReach(one)) ?? null;
}
