import type { ReactNode } from 'react';
import type { SecretRequestView } from '../../app/contract/management.ts';
import { clockText, configurationName } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Words } from '../parts/Words.tsx';
import { useHostState, useHostTime, useTexts, useView, useViewState } from '../store/context.tsx';

/** Secrets that the platform waits for, whatever page is open; gone while the form for it is open. */
export function SecretBanners(): ReactNode {
  const requests = useHostState((state) => state.secretRequests);
  const answering = useViewState(({ pane }) => (pane?.form === 'secret' ? pane.request : null));
  return Object.values(requests).filter(({ id }) => id !== answering).sort((a, b) => a.at - b.at).map((request) => <SecretBanner key={request.id} request={request} />);
}

function SecretBanner({ request }: { request: SecretRequestView }): ReactNode {
  const texts = useTexts();
  const view = useView();
  const configuration = useHostState((state) => state.configurations[request.accessPoint]);
  const time = useHostTime((now) => clockText(texts, request.expiresAt, now));
  return (
    <div className="banner banner-warn" role="status">
      <Icon name="lock" small /><strong><Words text="secret.banner" name={configurationName(texts, configuration)} /></strong><span className="cut">{texts.t('secret.bannerDetail', { time })}</span>
      <span className="banner-links"><Button onClick={() => view.show({ form: 'secret', request: request.id })}>{texts.t('secret.enter')}</Button></span>
    </div>
  );
}
