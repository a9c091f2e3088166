import type { ReactNode, Ref } from 'react';
import { innerOf, wantedBy } from '../../app/contract/credentials.ts';
import type { Security } from '../../app/contract/values.ts';
import { Icon } from '../parts/Icon.tsx';
import { useTexts } from '../store/context.tsx';
import type { Faults, Filled } from './credentials.ts';
import { CheckField, ChoiceField, FileField, PasswordField, TextField } from './fields.tsx';

interface Props { security: Security | null; filled: Filled; faults: Faults; change: (part: Partial<Filled>) => void; passwordField: Ref<HTMLInputElement> }

/** What a network of this security wants to be told, with a word of warning where it protects little. */
export function CredentialFields(props: Props): ReactNode {
  const texts = useTexts();
  const { security, filled, faults, change, passwordField } = props;
  const warning = security === 'open' || security === 'owe' || security === 'wep' ? texts.of(`connect.${security}`) : null;
  return (
    <>
      {warning && <p className="form-warning"><Icon name={security === 'owe' ? 'info' : 'warned'} small /><span>{warning}</span></p>}
      {wantedBy(security) === 'password' && <PasswordField label={texts.t('connect.password')} value={filled.password} onChange={(password) => change({ password })} error={faults.password ? texts.of(faults.password) : null} field={passwordField} />}
      {wantedBy(security) === 'eap' && <EapFields {...props} />}
    </>
  );
}

function EapFields({ filled, faults, change, passwordField }: Props): ReactNode {
  const texts = useTexts();
  const error = (key: keyof Filled): string | null => (faults[key] ? texts.of(faults[key]) : null);
  const tunnel = filled.method === 'tls' ? null : filled.method;
  return (
    <>
      <ChoiceField label={texts.t('eap.method')} value={filled.method} choices={(['peap', 'ttls', 'tls'] as const).map((id) => ({ id, label: texts.of(`eap.method.${id}`) }))}
        onChange={(method) => change({ method, inner: 'mschapv2' })} />
      <TextField label={texts.t('eap.identity')} value={filled.identity} onChange={(identity) => change({ identity })} error={error('identity')} />
      {tunnel ? <PasswordField label={texts.t('connect.password')} value={filled.password} onChange={(password) => change({ password })} error={error('password')} field={passwordField} /> : (
        <>
          <FileField label={texts.t('eap.clientCertificate')} value={filled.clientCertificate} onChange={(clientCertificate) => change({ clientCertificate })} error={error('clientCertificate')} />
          <FileField label={texts.t('eap.privateKey')} value={filled.privateKey} onChange={(privateKey) => change({ privateKey })} error={error('privateKey')} />
          <PasswordField label={texts.t('eap.privateKeyPassword')} value={filled.privateKeyPassword} onChange={(privateKeyPassword) => change({ privateKeyPassword })} isOptional />
        </>
      )}
      <ChoiceField label={texts.t('eap.authority')} value={filled.authority} choices={(['file', 'system', 'none'] as const).map((id) => ({ id, label: texts.of(`eap.authority.${id}`) }))}
        onChange={(authority) => change({ authority, acceptsRisk: false })} />
      {filled.authority === 'file' && <FileField label={texts.t('eap.file')} value={filled.authorityFile} onChange={(authorityFile) => change({ authorityFile })} error={error('authorityFile')} />}
      {filled.authority !== 'none' && <TextField label={texts.t('eap.domain')} value={filled.domain} onChange={(domain) => change({ domain })} error={error('domain')} hint={texts.t('eap.domainWhat')} isOptional={filled.authority === 'file'} />}
      {filled.authority === 'none' && <CheckField label={texts.t('eap.risk')} isOn={filled.acceptsRisk} onChange={(acceptsRisk) => change({ acceptsRisk })} error={error('acceptsRisk')} />}
    </>
  );
}

/** What a sign-in through a tunnel seldom needs. */
export function EapMore({ security, filled, change }: Pick<Props, 'security' | 'filled' | 'change'>): ReactNode {
  const texts = useTexts();
  if (wantedBy(security) !== 'eap' || filled.method === 'tls') return null;
  return (
    <>
      <ChoiceField label={texts.t('eap.inner')} value={filled.inner} choices={innerOf[filled.method].map((id) => ({ id, label: texts.of(`eap.inner.${id}`) }))} onChange={(inner) => change({ inner })} />
      <TextField label={texts.t('eap.anonymous')} value={filled.anonymousIdentity} onChange={(anonymousIdentity) => change({ anonymousIdentity })} isOptional />
    </>
  );
}
