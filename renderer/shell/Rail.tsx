import type { ReactNode } from 'react';
import { Button as Trigger, Menu, MenuItem, MenuTrigger } from 'react-aria-components';
import { durationText, pausedText } from '../../app/text/index.ts';
import { hostTime, windowPrompt } from '../../app/contract/reading.ts';
import { secondsLeft } from '../model/facts.ts';
import { Floating } from '../parts/Floating.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useHost, useHostState, useHostTime, useTexts, useView, useViewState } from '../store/context.tsx';
import type { Page } from '../store/view-store.ts';
import { readAhead } from './pages.ts';

/** The pages, and what Handover does about roaming. An offer, a trial or a question shows here, whatever page is open. */
export function Rail(): ReactNode {
  const texts = useTexts();
  const sessions = useHostState((state) => Object.keys(state.sessions).length);
  const isSimulated = useHostState((state) => state.driver.simulation !== null);
  return (
    <nav className="rail" aria-label={texts.t('nav.label')}>
      <h1>{texts.t('app.name')}</h1>
      <Item page="accessPoints"><Waiting /></Item>
      <Item page="sessions" spoken={texts.facts([texts.t('page.sessions'), texts.number(sessions)])}><span className="rail-count">{sessions}</span></Item>
      <Item page="traffic" />
      <Item page="activity" />
      {isSimulated && <Item page="simulator" />}
      <span className="rail-gap" />
      <Item page="settings" />
      <Item page="help" />
      <Roaming />
    </nav>
  );
}

function Item({ page, spoken, children }: { page: Page; /** Where its words and its number would run into one. */ spoken?: string; children?: ReactNode }): ReactNode {
  const texts = useTexts();
  const view = useView();
  const isHere = useViewState((state) => state.page === page);
  return (
    <button type="button" className="rail-item" aria-label={spoken} aria-current={isHere ? 'page' : undefined} onClick={() => view.go(page)} onPointerEnter={() => readAhead(page)} onFocus={() => readAhead(page)}>
      <Icon name={page} /><span className="rail-label">{texts.of(`page.${page}`)}</span>{children}
    </button>
  );
}

/** A dot for an offer or a question, the seconds left for a trial. */
function Waiting(): ReactNode {
  const texts = useTexts();
  const prompt = useHostState((state) => windowPrompt(state).kind);
  const trial = useHostState((state) => state.trial);
  const seconds = useHostTime((now) => (trial ? secondsLeft(trial, now) : null));
  if (prompt === 'none') return null;
  if (seconds !== null) return <span className="rail-count tone-ok"><span className="when-wide">{durationText(texts, seconds * 1000)}</span><span className="when-narrow" aria-hidden>{texts.number(seconds)}</span></span>;
  return <span className="dot rail-dot"><span className="hidden">{texts.t(prompt === 'offer' ? 'nav.offerWaiting' : prompt === 'question' ? 'nav.questionWaiting' : 'state.onTrial')}</span></span>;
}

function Roaming(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const paused = useHostState((state) => state.roamingPaused);
  const says = useHostTime((now) => (paused ? pausedText(texts, paused.until, now) : texts.t('roaming.asks')));
  const pause = (until: number | null): void => void host.act('roaming', 'saving', () => host.request('roaming.pause', { until }), (state) => state.roamingPaused !== null);
  return (
    <div className="rail-roaming">
      <p className={paused ? 'tone-warn' : ''}>{says}</p>
      {paused ? <button type="button" className="link" onClick={() => void host.act('roaming', 'saving', () => host.request('roaming.resume', null), (state) => state.roamingPaused === null)}>{texts.t('roaming.resume')}</button> : (
        <MenuTrigger>
          <Trigger className="link">{texts.t('roaming.pause')}</Trigger>
          <Floating placement="top start">
            <Menu className="menu" aria-label={texts.t('roaming.pause')} onAction={(key) => pause(key === 'hour' ? hostTime(host.getState().state!.clock) + 3_600_000 : null)}>
              <MenuItem id="hour">{texts.t('roaming.pauseHour')}</MenuItem>
              <MenuItem id="quit">{texts.t('roaming.pauseQuit')}</MenuItem>
            </Menu>
          </Floating>
        </MenuTrigger>
      )}
    </div>
  );
}
