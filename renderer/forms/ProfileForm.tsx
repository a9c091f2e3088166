import { useEffect, useState, type ReactNode } from 'react';
import { RequestError } from '../../app/contract/contract.ts';
import type { Profile } from '../../app/contract/management.ts';
import type { ConfigurationView } from '../../app/contract/state.ts';
import { configurationName, requestFailureText } from '../../app/text/index.ts';
import { whyNot } from '../model/permissions.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Words } from '../parts/Words.tsx';
import { useHost, useHostState, useTexts } from '../store/context.tsx';
import { CheckField, ChoiceField, TextField } from './fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import { fillProfile, profileChange, profileFaults, type FilledAddressing, type FilledProfile, type ProfileFaults } from './profile.ts';

/** What is stored of an access point, to be changed. It is read from the platform when it opens. */
export function ProfileForm({ configuration, onClose }: { configuration: ConfigurationView; onClose: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const { id } = configuration;
  const [before, setBefore] = useState<Profile | null>(null);
  const [filled, setFilled] = useState<FilledProfile | null>(null);
  const [tried, setTried] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const why = useHostState((state) => whyNot(texts, state, 'changeStored'));
  const refusal = (error: unknown): string => requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', ''));
  useEffect(() => {
    let isThere = true;
    host.request('accessPoint.profile', { accessPoint: id }).then((profile) => { if (isThere) { setBefore(profile); setFilled(fillProfile(profile)); } }, (error: unknown) => { if (isThere) setRefused(refusal(error)); });
    return () => { isThere = false; };
    // The words of a refusal may change with the language; what is stored is read once.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [host, id]);
  const faults = filled && tried ? profileFaults(filled) : {};
  const change = (part: Partial<FilledProfile>): void => { if (filled) setFilled({ ...filled, ...part }); };

  const save = async (): Promise<void> => {
    if (!before || !filled || isSaving || why !== null) return;
    setTried(true);
    if (Object.keys(profileFaults(filled)).length > 0) return;
    const changed = profileChange(before, filled);
    if (Object.keys(changed).length === 0) { onClose(); return; }
    setSaving(true);
    try {
      await host.request('accessPoint.change', { accessPoint: id, change: changed });
      onClose();
    } catch (error) { setRefused(refusal(error)); setSaving(false); }
  };

  return (
    <FormFrame title={<Words text="profile.title" name={configurationName(texts, configuration)} />} onClose={onClose} onSubmit={() => void save()} isReady={filled !== null}>
      {refused !== null && <p className="form-warning" role="alert"><Icon name="warned" small /><span>{refused}</span></p>}
      {filled === null ? refused === null && <p role="status" className="secondary">{texts.t('share.reading')}</p> : <Fields filled={filled} faults={faults} change={change} isSaving={isSaving} />}
      <footer>
        <Button look="plain" onClick={onClose}>{texts.t('cancel')}</Button>
        <Button look="main" type="submit" why={why ?? (filled === null ? texts.t('share.reading') : null)} aria-busy={isSaving}>{texts.t('form.save')}</Button>
      </footer>
    </FormFrame>
  );
}

function Fields({ filled, faults, change, isSaving }: { filled: FilledProfile; faults: ProfileFaults; change: (part: Partial<FilledProfile>) => void; isSaving: boolean }): ReactNode {
  const texts = useTexts();
  const error = (key: keyof ProfileFaults): string | null => (faults[key] ? texts.of(faults[key]) : null);
  return (
    <fieldset className="form-body" disabled={isSaving}>
      <TextField label={texts.t('profile.name')} value={filled.name} onChange={(name) => change({ name })} error={error('name')} />
      <CheckField label={texts.t('profile.autoconnect')} isOn={filled.autoconnect} onChange={(autoconnect) => change({ autoconnect })} />
      <TextField label={texts.t('profile.priority')} value={filled.priority} onChange={(priority) => change({ priority })} error={error('priority')} hint={texts.t('profile.priorityWhat')} />
      <ChoiceField label={texts.t('profile.metered')} value={filled.metered} choices={(['automatic', 'yes', 'no'] as const).map((id) => ({ id, label: texts.of(`profile.metered.${id}`) }))} onChange={(metered) => change({ metered })} />
      {filled.hardwareAddress !== null && <ChoiceField label={texts.t('connect.hardwareAddress')} value={filled.hardwareAddress} onChange={(hardwareAddress) => change({ hardwareAddress })}
        choices={(['default', 'permanent', 'stable', 'random'] as const).map((id) => ({ id, label: texts.of(`connect.hardwareAddress.${id}`) }))} />}
      <Addressing family="ipv4" filled={filled.ipv4} faults={faults} change={(ipv4) => change({ ipv4 })} />
      <Addressing family="ipv6" filled={filled.ipv6} faults={faults} change={(ipv6) => change({ ipv6 })} />
      <ChoiceField label={texts.t('profile.proxy')} value={filled.proxy} choices={(['none', 'automatic'] as const).map((id) => ({ id, label: texts.of(`profile.proxy.${id}`) }))} onChange={(proxy) => change({ proxy })} />
      {filled.proxy === 'automatic' && <TextField label={texts.t('profile.proxyUrl')} value={filled.proxyUrl} onChange={(proxyUrl) => change({ proxyUrl })} error={error('proxyUrl')} isOptional />}
    </fieldset>
  );
}

const offered = ['automatic', 'manual', 'disabled'] as const;

function Addressing({ family, filled, faults, change }: { family: 'ipv4' | 'ipv6'; filled: FilledAddressing; faults: ProfileFaults; change: (next: FilledAddressing) => void }): ReactNode {
  const texts = useTexts();
  const set = (part: Partial<FilledAddressing>): void => change({ ...filled, ...part });
  const error = (key: 'addresses' | 'gateway' | 'nameServers'): string | null => { const fault = faults[`${family}.${key}`]; return fault ? texts.of(fault) : null; };
  const methods = [...offered, ...(offered.some((one) => one === filled.method) ? [] : [filled.method])];
  const title = texts.of(`details.${family}`);
  return (
    <div role="group" aria-label={title} className="form-group">
      <ChoiceField label={texts.of(`profile.${family}`)} value={filled.method} choices={methods.map((id) => ({ id, label: texts.of(`profile.method.${id}`) }))} onChange={(method) => set({ method })} />
      {filled.method === 'manual' && (
        <>
          <TextField label={texts.t('profile.addresses')} value={filled.addresses} onChange={(addresses) => set({ addresses })} error={error('addresses')} />
          <TextField label={texts.t('details.gateway')} value={filled.gateway} onChange={(gateway) => set({ gateway })} error={error('gateway')} isOptional />
        </>
      )}
      {filled.method !== 'disabled' && <TextField label={texts.t('profile.nameServers')} value={filled.nameServers} onChange={(nameServers) => set({ nameServers })} error={error('nameServers')} isOptional />}
      {filled.method === 'automatic' && filled.nameServers.trim() !== '' && <CheckField label={texts.t('profile.alsoAutomatic')} isOn={filled.automaticNameServers} onChange={(automaticNameServers) => set({ automaticNameServers })} />}
    </div>
  );
}
