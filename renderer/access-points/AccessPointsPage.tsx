import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { windowPrompt } from '../../app/contract/reading.ts';
import { scan } from '../parts/actions.ts';
import { SearchField } from '../parts/SearchField.tsx';
import { useShortcut } from '../parts/shortcuts.ts';
import { Prompt } from '../prompt/Prompt.tsx';
import { useHost, useHostState, useTexts, useView, useViewState, useWatch } from '../store/context.tsx';
import { List } from './List.tsx';
import { Add } from './Add.tsx';
import { Now } from './Now.tsx';
import { Pane } from './Pane.tsx';
import { Radios } from './Radios.tsx';
import { ScanLine } from './ScanLine.tsx';
import { Undo } from './Undo.tsx';

/** Offer, trial or question over the full width, or the current connection; under it the list, and the details beside it. */
export function AccessPointsPage(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const hasPrompt = useHostState((state) => windowPrompt(state).kind !== 'none');
  const search = useViewState((state) => state.search.accessPoints);
  const [isTyping, setTyping] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLElement>(null);
  const prompt = useRef<HTMLElement>(null);
  const page = useRef<HTMLElement>(null);
  useWatch('accessPoints');
  useWatch('traffic');
  useShortcut('F5', useCallback(() => scan(host), [host]));
  useShortcut('/', useCallback(() => field.current?.focus(), []));

  const toList = useCallback(() => { (page.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]') ?? field.current)?.focus(); }, []);
  // F6 goes to the prompt and back, as it goes round the parts of a window elsewhere.
  useShortcut('F6', useCallback(() => {
    if (prompt.current && !prompt.current.contains(document.activeElement)) prompt.current.focus(); else toList();
  }, [toList]));
  // Asked for from another page: the prompt is there as soon as this page is.
  const wantsPrompt = useViewState((state) => state.wantsPrompt);
  useEffect(() => { if (wantsPrompt) { prompt.current?.focus(); view.setState({ wantsPrompt: false }); } }, [wantsPrompt, view]);

  const toDetails = useCallback(() => { (pane.current?.querySelector<HTMLElement>('button') ?? pane.current)?.focus(); }, []);
  return (
    <section ref={page} className={`points ${hasPrompt ? 'points-asking' : ''}`} aria-labelledby="page-title" onKeyDown={(event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && (pane.current?.contains(event.target as Node) || prompt.current?.contains(event.target as Node))) toList();
    }}>
      {hasPrompt && <Prompt region={prompt} onLeave={toList} />}
      <div className="points-body">
        <div className="points-middle">
          <header className="page-head">
            <h2 id="page-title">{texts.t('page.accessPoints')}</h2>
            <SearchField field={field} value={search} onChange={(value) => view.searchFor('accessPoints', value)} onFocusChange={setTyping} />
            <Radios />
            <Add />
          </header>
          {!hasPrompt && <Now />}
          <List isTyped={isTyping || search !== ''} onEnter={toDetails} />
          <Undo onLeave={toList} />
          <ScanLine />
        </div>
        <Pane pane={pane} onLeave={toList} />
      </div>
    </section>
  );
}
