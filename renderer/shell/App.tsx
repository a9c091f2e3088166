import { Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { AccessPointsPage } from '../access-points/AccessPointsPage.tsx';
import { menuPages } from '../../app/contract/program.ts';
import { windowPrompt } from '../../app/contract/reading.ts';
import { Button } from '../parts/Button.tsx';
import { FloatingPlace } from '../parts/Floating.tsx';
import { useShortcut } from '../parts/shortcuts.ts';
import { Announcer } from '../prompt/Announcer.tsx';
import { useHost, useHostState, useHostStore, useTexts, useView, useViewState } from '../store/context.tsx';
import { Banners } from './Banners.tsx';
import { Boundary } from './Boundary.tsx';
import { pages, useDrawnPage } from './pages.ts';
import { Rail } from './Rail.tsx';

/** The window. Its frame is there at once; what it shows comes with the first snapshot. */
export function App(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const phase = useHostStore((store) => store.phase);
  useEffect(() => {
    // A hidden window gets no patches: what it shows again is asked for anew.
    const look = (): void => { if (document.visibilityState === 'visible') host.refresh(); };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [host]);
  return (
    <I18nProvider locale={texts.language === 'zh' ? 'zh-CN' : 'en-GB'}>
      {phase === 'ready' ? <Ready /> : (
        <div className="app">
          <div className="rail"><h1>{texts.t('app.name')}</h1></div>
          <main className="main-waiting">
            {phase === 'loading' ? <p role="status">{texts.t('loading')}</p> : <div role="alert"><p>{texts.t('loadFailed')} {texts.t('failure.noAnswer')}</p><Button onClick={() => host.refresh()}>{texts.t('tryAgain')}</Button></div>}
          </main>
        </div>
      )}
    </I18nProvider>
  );
}

function Ready(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const page = useViewState((state) => state.page);
  const isSimulated = useHostState((state) => state.driver.simulation !== null);
  const isFirstRun = useHostState((state) => !state.settings.welcomed);
  useEffect(() => {
    if (!isFirstRun) return;
    // Shown once, whatever becomes of it: the same words are under Help.
    if (view.getState().pane === null) view.setState({ pane: { form: 'welcome' } });
    void host.request('settings.change', { welcomed: true }).catch(() => { /* then the next start says it again */ });
  }, [isFirstRun, host, view]);
  const isElsewhere = page !== 'accessPoints';
  useShortcut('F6', useCallback(() => {
    const { state } = host.getState();
    if (isElsewhere && state && windowPrompt(state).kind !== 'none') view.setState({ page: 'accessPoints', wantsPrompt: true });
  }, [host, view, isElsewhere]));
  useEffect(() => host.bridge.onGo((asked) => { const known = menuPages.find((one) => one === asked); if (known) view.go(known); }), [host, view]);
  useShortcut('?', useCallback(() => view.go('help'), [view]));
  useShortcut('Mod+1', useCallback(() => view.go('accessPoints'), [view]));
  useShortcut('Mod+2', useCallback(() => view.go('sessions'), [view]));
  useShortcut('Mod+3', useCallback(() => view.go('traffic'), [view]));
  useShortcut('Mod+4', useCallback(() => view.go('activity'), [view]));
  useShortcut('Mod+,', useCallback(() => view.go('settings'), [view]));
  const drawn = useDrawnPage(page === 'simulator' && !isSimulated ? 'settings' : page);
  const Other = drawn === 'accessPoints' ? null : pages[drawn];
  const [main, setMain] = useState<HTMLElement | null>(null);
  return (
    <FloatingPlace value={main}>
      <div className="app">
        <Rail />
        <main ref={setMain} className="main" data-page={drawn}>
          <Banners />
          <Boundary key={drawn} failed={texts.t('pageFailed')} again={texts.t('tryAgain')}>
            {Other === null ? <AccessPointsPage /> : <Suspense fallback={null}><Other /></Suspense>}
          </Boundary>
        </main>
        <Announcer />
      </div>
    </FloatingPlace>
  );
}
