import { useState, type ReactNode } from 'react';
import { RequestError } from '../../app/contract/contract.ts';
import { requestFailureText } from '../../app/text/index.ts';
import { whyNot } from '../model/permissions.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useHost, useHostState, useTexts } from '../store/context.tsx';
import { ChoiceField, PasswordField, TextField } from './fields.tsx';
import { FormFrame } from './FormFrame.tsx';

/** This machine as an access point for others. */
export function HotspotForm({ onClose }: { onClose: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const state = useHostState((all) => all);
  const devices = Object.values(state.interfaces).filter(({ kind, managed }) => kind === 'wifi' && managed);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [band, setBand] = useState<'automatic' | '2.4' | '5'>('automatic');
  const [device, setDevice] = useState(devices[0]?.id ?? '');
  const [tried, setTried] = useState(false);
  const [isStarting, setStarting] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const why = whyNot(texts, state, 'hotspot') ?? (devices.length === 0 ? texts.t('scan.cannot') : null);
  const bytes = new TextEncoder().encode(name.trim()).length;
  const faults = {
    name: bytes === 0 ? texts.t('form.required') : bytes > 32 ? texts.t('connect.nameLength', { count: bytes }) : null,
    password: password.length < 8 || password.length > 63 ? texts.t('hotspot.passwordLength') : null,
  };
  const inUse = Object.values(state.configurations).find(({ accessPoint }) => accessPoint?.link?.interface === device && accessPoint.link.state === 'active');
  const start = async (): Promise<void> => {
    setTried(true);
    if (why !== null || isStarting || faults.name !== null || faults.password !== null) return;
    setStarting(true);
    try {
      await host.request('hotspot.start', { interface: device, name: name.trim(), password, band });
      onClose();
    } catch (error) {
      setRefused(requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', '')));
      setStarting(false);
    }
  };
  return (
    <FormFrame title={texts.t('hotspot.title')} note={texts.t('hotspot.what')} onClose={onClose} onSubmit={() => void start()}>
      <fieldset className="form-body" disabled={isStarting}>
        <TextField label={texts.t('connect.name')} value={name} onChange={setName} error={tried ? faults.name : null} />
        <PasswordField label={texts.t('connect.password')} value={password} onChange={setPassword} error={tried ? faults.password : null} hint={texts.t('hotspot.passwordLength')} />
        <ChoiceField label={texts.t('hotspot.band')} value={band} choices={(['automatic', '2.4', '5'] as const).map((id) => ({ id, label: id === 'automatic' ? texts.t('hotspot.bandAutomatic') : texts.t('hotspot.bandOf', { band: id }) }))} onChange={setBand} />
        {devices.length > 1 && <ChoiceField label={texts.t('connect.interface')} value={device} choices={devices.map(({ id, name: label }) => ({ id, label }))} onChange={setDevice} />}
        {inUse && <p className="form-warning"><Icon name="warned" small /><span>{texts.t('hotspot.takes')}</span></p>}
      </fieldset>
      {refused !== null && <p className="form-warning" role="alert"><Icon name="warned" small /><span>{refused}</span></p>}
      {why !== null && <p className="form-note" role="note">{why}</p>}
      <footer><Button look="plain" onClick={onClose}>{texts.t('cancel')}</Button><Button look="main" type="submit" why={why} aria-busy={isStarting}>{texts.t('hotspot.start')}</Button></footer>
    </FormFrame>
  );
}
