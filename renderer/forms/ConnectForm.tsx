import { useEffect, useRef, useState, type ReactNode } from 'react';
import { wantedBy } from '../../app/contract/credentials.ts';
import { RequestError } from '../../app/contract/contract.ts';
import type { ConnectTarget, hardwareAddresses } from '../../app/contract/management.ts';
import type { DriverFailure } from '../../app/contract/reason.ts';
import type { ConfigurationView } from '../../app/contract/state.ts';
import { securities, type Security } from '../../app/contract/values.ts';
import { configurationName, driverFailureText, requestFailureText } from '../../app/text/index.ts';
import { whyNot } from '../model/permissions.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Words } from '../parts/Words.tsx';
import { useHost, useHostState, useTexts, useView } from '../store/context.tsx';
import { credentialsOf, faultsOf, nothingFilled, type Faults, type Filled } from './credentials.ts';
import { CredentialFields, EapMore } from './CredentialFields.tsx';
import { ChoiceField, More, TextField } from './fields.tsx';
import { FormFrame } from './FormFrame.tsx';

/** Joins an access point of the list: asks for what its security wants, and says what came of it where it was asked. */
export function ConnectForm({ configuration, onClose }: { configuration: ConfigurationView; onClose: () => void }): ReactNode {
  const texts = useTexts();
  const failure = configuration.accessPoint?.failure?.failure ?? null;
  // What the last try said stands here from the start, so that a wrong password is known to have been wrong.
  const [security] = useState(configuration.accessPoint?.security ?? null);
  return (
    <Joining target={{ target: 'accessPoint', accessPoint: configuration.id }} security={security} before={failure} onClose={onClose}
      title={<Words text="connect.title" name={configurationName(texts, configuration)} />} />
  );
}

/** Joins a network that does not tell its name. */
export function HiddenForm({ onClose }: { onClose: () => void }): ReactNode {
  const texts = useTexts();
  const [name, setName] = useState('');
  const [security, setSecurity] = useState<Security>('wpa2');
  const bytes = new TextEncoder().encode(name);
  const fault = name === '' ? texts.t('form.required') : bytes.length > 32 ? texts.t('connect.nameLength', { count: bytes.length }) : null;
  const ssid = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return (
    <Joining target={{ target: 'hidden', ssid, security }} security={security} before={null} onClose={onClose} title={texts.t('connect.titleHidden')} note={texts.t('connect.hiddenWhat')} isIncomplete={fault !== null}
      renderHead={(tried) => (
        <>
          <TextField label={texts.t('connect.name')} value={name} onChange={setName} error={tried ? fault : null} />
          <ChoiceField label={texts.t('connect.security')} value={security} choices={securities.map((id) => ({ id, label: texts.of(`security.${id}`) }))} onChange={setSecurity} />
        </>
      )} />
  );
}

interface JoiningProps {
  target: ConnectTarget;
  security: Security | null;
  before: DriverFailure | null;
  title: ReactNode;
  note?: string;
  /** What stands above the credentials; told whether a try was made. */
  renderHead?: (tried: boolean) => ReactNode;
  isIncomplete?: boolean;
  /** What is known already, such as from a QR code. */
  given?: Partial<Filled>;
  onClose: () => void;
}

type Phase = { is: 'filling' } | { is: 'connecting'; cancelled: boolean } | { is: 'failed'; failure: DriverFailure } | { is: 'refused'; text: string };

/** The form that joins: credentials, what is seldom needed, and what came of it. */
export function Joining({ target, security, before, title, note, renderHead, isIncomplete = false, given, onClose }: JoiningProps): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const [filled, setFilled] = useState<Filled>({ ...nothingFilled, ...given });
  const [tried, setTried] = useState(false);
  const [phase, setPhase] = useState<Phase>(before && (before.code === 'wrongSecret' || before.code === 'secretNeeded') ? { is: 'failed', failure: before } : { is: 'filling' });
  const [hardwareAddress, setHardwareAddress] = useState<(typeof hardwareAddresses)[number]>('default');
  const [device, setDevice] = useState('');
  const password = useRef<HTMLInputElement>(null);
  const isThere = useRef(true);
  useEffect(() => { isThere.current = true; return () => { isThere.current = false; }; }, []);
  const interfaces = useHostState((state) => state.interfaces);
  const why = useHostState((state) => whyNot(texts, state, 'connect'));
  const devices = Object.values(interfaces).filter(({ kind, managed }) => kind === 'wifi' && managed);

  const wrong = phase.is === 'failed' && phase.failure.code === 'wrongSecret';
  // Once the field can be typed in again.
  useEffect(() => { if (wrong) { password.current?.focus(); password.current?.select(); } }, [wrong]);
  const faults: Faults = { ...(wrong && { password: 'connect.passwordWrong' as const }), ...(tried ? faultsOf(security, filled) : {}) };
  const change = (part: Partial<Filled>): void => { setFilled({ ...filled, ...part }); if (phase.is !== 'connecting') setPhase({ is: 'filling' }); };

  const connect = async (): Promise<void> => {
    if (phase.is === 'connecting' || why !== null) return;
    setTried(true);
    if (isIncomplete || Object.keys(faultsOf(security, filled)).length > 0) { setPhase({ is: 'filling' }); return; }
    setPhase({ is: 'connecting', cancelled: false });
    try {
      const answer = await host.request('accessPoint.connect', { target, credentials: credentialsOf(security, filled), interface: device === '' ? null : device, hardwareAddress });
      if (!isThere.current) return;
      if (answer.result === 'connected') { view.chooseAccessPoint(answer.configuration); return; }
      setTried(false);
      setPhase({ is: 'failed', failure: answer.failure });
    } catch (error) {
      if (isThere.current) setPhase({ is: 'refused', text: requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', '')) });
    }
  };
  const cancel = (): void => {
    setPhase({ is: 'connecting', cancelled: true });
    host.request('accessPoint.cancelConnect', null).catch(() => { /* it has just ended; its own outcome tells */ });
  };

  return (
    <FormFrame title={title} note={note} onClose={onClose} onSubmit={() => void connect()}>
      <fieldset className="form-body" disabled={phase.is === 'connecting'}>
        {renderHead?.(tried)}
        <CredentialFields security={security} filled={filled} faults={faults} change={change} passwordField={password} />
        {wantedBy(security) !== 'nothing' && <p className="field-hint">{texts.t('connect.kept')}</p>}
        <More>
          <EapMore security={security} filled={filled} change={change} />
          <ChoiceField label={texts.t('connect.hardwareAddress')} value={hardwareAddress} onChange={setHardwareAddress}
            choices={(['default', 'permanent', 'stable', 'random'] as const).map((id) => ({ id, label: texts.of(`connect.hardwareAddress.${id}`) }))} />
          {devices.length > 1 && <ChoiceField label={texts.t('connect.interface')} value={device === '' ? 'any' : device} onChange={(chosen) => setDevice(chosen === 'any' ? '' : chosen)}
            choices={[{ id: 'any', label: texts.t('connect.interface.any') }, ...devices.map(({ id, name }) => ({ id, label: name }))]} />}
        </More>
      </fieldset>
      <Outcome phase={phase} />
      <footer>
        {phase.is === 'connecting'
          ? <><p role="status" className="form-busy"><Icon name="busy" small />{texts.t('connect.connecting')}</p><Button onClick={cancel} why={phase.cancelled ? texts.t('connect.connecting') : null}>{texts.t('connect.cancel')}</Button></>
          : <><Button look="plain" onClick={onClose}>{texts.t('cancel')}</Button><Button look="main" type="submit" why={why}>{texts.t('connect.action')}</Button></>}
      </footer>
    </FormFrame>
  );
}

/** Why it failed, in words, with a way on; a wrong password says so at its own field. */
function Outcome({ phase }: { phase: Phase }): ReactNode {
  const texts = useTexts();
  if (phase.is === 'refused') return <p className="form-warning" role="alert"><Icon name="warned" small /><span>{phase.text}</span></p>;
  if (phase.is !== 'failed' || phase.failure.code === 'wrongSecret') return null;
  if (phase.failure.code === 'cancelled') return <p className="form-note" role="status">{texts.t('form.cancelled')}</p>;
  const { all, platform } = driverFailureText(texts, phase.failure);
  return <p className="form-warning" role="alert"><Icon name="warned" small /><span>{all} <span className="caption secondary">{platform}</span></span></p>;
}
