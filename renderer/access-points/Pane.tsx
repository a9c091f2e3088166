import { Suspense, useState, type ReactNode, type RefObject } from 'react';
import { useHostState, useTexts, useView, useViewState } from '../store/context.tsx';
import { onDemand } from '../parts/onDemand.tsx';
import type { PaneForm } from '../store/view-store.ts';
import { Details } from './Details.tsx';

// Seldom opened, and they bring dragging and QR codes along: not needed for the first picture.
const ConnectForm = onDemand(async () => (await import('../forms/ConnectForm.tsx')).ConnectForm);
const HiddenForm = onDemand(async () => (await import('../forms/ConnectForm.tsx')).HiddenForm);
const CodeForm = onDemand(async () => (await import('../forms/CodeForm.tsx')).CodeForm);
const HotspotForm = onDemand(async () => (await import('../forms/HotspotForm.tsx')).HotspotForm);
const NicknameForm = onDemand(async () => (await import('../forms/NicknameForm.tsx')).NicknameForm);
const ProfileForm = onDemand(async () => (await import('../forms/ProfileForm.tsx')).ProfileForm);
const SecretForm = onDemand(async () => (await import('../forms/SecretForm.tsx')).SecretForm);
const NetworkForm = onDemand(async () => (await import('../forms/NetworkForm.tsx')).NetworkForm);
const ShareForm = onDemand(async () => (await import('../forms/ShareForm.tsx')).ShareForm);
const Welcome = onDemand(async () => (await import('./Welcome.tsx')).Welcome);

/** Beside the list: the details, or a form in their place. */
export function Pane({ pane, onLeave }: { pane: RefObject<HTMLElement | null>; onLeave: () => void }): ReactNode {
  const texts = useTexts();
  const view = useView();
  const form = useViewState((state) => state.pane);
  const close = (): void => { view.show(null); onLeave(); };
  const shown = useForm(form, close);
  return shown === null ? <Details pane={pane} /> : <aside ref={pane} className="details" aria-label={texts.t('details.label')} tabIndex={-1}><Suspense fallback={null}>{shown}</Suspense></aside>;
}

/** null where there is none, or where what it was about has gone. */
function useForm(form: PaneForm | null, close: () => void): ReactNode {
  const state = useHostState((all) => all);
  switch (form?.form) {
    case undefined: return null;
    case 'connect': return <Connecting key={form.accessPoint} id={form.accessPoint} onClose={close} />;
    case 'profile': case 'share': case 'nickname': {
      const configuration = state.configurations[form.accessPoint];
      if (!configuration) return null;
      const Form = { profile: ProfileForm, share: ShareForm, nickname: NicknameForm }[form.form];
      return <Form key={`${form.form} ${form.accessPoint}`} configuration={configuration} onClose={close} />;
    }
    case 'network': {
      const network = form.network === null ? null : state.configurations[form.network];
      return network === undefined ? null : <NetworkForm key={form.network ?? 'new'} network={network} onClose={close} />;
    }
    case 'welcome': return <Welcome onClose={close} />;
    case 'hotspot': return <HotspotForm onClose={close} />;
    case 'hidden': return <HiddenForm onClose={close} />;
    case 'code': return <CodeForm onClose={close} />;
    case 'secret': { const request = state.secretRequests[form.request]; return request ? <SecretForm key={request.id} request={request} onClose={close} /> : null; }
  }
}

/** While it is being joined an access point goes under one id and comes under another: the form stays with what was last known. */
function Connecting({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const now = useHostState((state) => state.configurations[id]);
  const [known, setKnown] = useState(now);
  if (now && now !== known) setKnown(now);
  return known ? <ConnectForm configuration={known} onClose={onClose} /> : null;
}
