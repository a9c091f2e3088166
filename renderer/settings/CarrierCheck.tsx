import { useState, type ReactNode } from 'react';
import { defaultCheckAddress, type Settings } from '../../app/contract/state.ts';
import { showSentence } from '../../app/text/index.ts';
import { useHostState, useTexts } from '../store/context.tsx';
import { Setting, Toggle } from './controls.tsx';

/** What a trial asks in the internet: whether, and whom. The address is shown as it will be asked. */
export function CarrierCheck({ settings, change }: { settings: Settings; change: (part: Partial<Settings>) => void }): ReactNode {
  const texts = useTexts();
  const system = useHostState((state) => state.driver.checkAddress);
  const unless = system ?? defaultCheckAddress;
  const { checkInternet, checkAddress } = settings;
  return (
    <>
      <h3>{texts.t('settings.test')}</h3>
      <Setting label={texts.t('settings.checkInternet')}
        what={checkInternet ? texts.t('settings.checkInternetOn', { address: showSentence(checkAddress || unless) }) : texts.t('settings.checkInternetOff')}>
        <Toggle label={texts.t('settings.checkInternet')} isOn={checkInternet} onChange={(on) => change({ checkInternet: on })} />
      </Setting>
      {checkInternet && (
        <Setting label={texts.t('settings.checkAddress')} what={texts.t(system === null ? 'settings.checkAddressDefault' : 'settings.checkAddressSystem', { address: showSentence(unless) })}>
          <AddressField key={checkAddress} saved={checkAddress} save={(address) => change({ checkAddress: address })} />
        </Setting>
      )}
    </>
  );
}

/** Saved when it is left or Enter is pressed, if it is an address. */
function AddressField({ saved, save }: { saved: string; save: (address: string) => void }): ReactNode {
  const texts = useTexts();
  const [typed, setTyped] = useState(saved);
  const isWrong = typed.trim() !== '' && !isWebAddress(typed.trim());
  const keep = (): void => { if (!isWrong && typed.trim() !== saved) save(typed.trim()); };
  return (
    <span className="setting-field">
      <input type="url" className="field" value={typed} aria-label={texts.t('settings.checkAddress')} aria-invalid={isWrong} spellCheck={false} autoComplete="off" maxLength={500}
        onChange={(event) => setTyped(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.key === 'Enter') keep(); }} />
      {isWrong && <span role="alert" className="caption tone-warn">{texts.t('settings.checkAddressWrong')}</span>}
    </span>
  );
}

const isWebAddress = (text: string): boolean => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
