import { lazy, Suspense, useState, type ReactNode, type RefObject } from 'react';
import { ConnectForm, HiddenForm } from '../forms/ConnectForm.tsx';
import { HotspotForm } from '../forms/HotspotForm.tsx';
import { NicknameForm } from '../forms/NicknameForm.tsx';
import { ProfileForm } from '../forms/ProfileForm.tsx';
import { SecretForm } from '../forms/SecretForm.tsx';
import { useHostState, useTexts, useView, useViewState } from '../store/context.tsx';
import type { PaneForm } from '../store/view-store.ts';
import { Details } from './Details.tsx';

// Seldom opened, and they bring dragging and QR codes along: not needed for the first picture.
const NetworkForm = lazy(async () => ({ default: (await import('../forms/NetworkForm.tsx')).NetworkForm }));
const ShareForm = lazy(async () => ({ default: (await import('../forms/ShareForm.tsx')).ShareForm }));

/** Beside the list: the details, or a form in their place. */
export function Pane({ pane, onLeave }: { pane: RefObject<HTMLElement | null>; onLeave: () => void }): ReactNode {
  const texts = useTexts();
  const view = useView();
  const form = useViewState((state) => state.pane);
  const close = (): void => { view.show(null); onLeave(); };
  const shown = useForm(form, close);
  return shown === null ? <Details pane={pane} /> : <aside ref={pane} className="details" aria-label={texts.t('details.label')} tabIndex={-1}><Suspense fallback={<p role="status" className="secondary">{texts.t('share.reading')}</p>}>{shown}</Suspense></aside>;
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
    case 'hotspot': return <HotspotForm onClose={close} />;
    case 'hidden': return <HiddenForm onClose={close} />;
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
