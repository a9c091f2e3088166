import { useCallback, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { SessionView } from '../../app/contract/state.ts';
import { bytesText, clientName, configurationNameById, durationShort, showName } from '../../app/text/index.ts';
import { sessionMark, sessionOrder, sessionPlace, usageText } from '../model/sessions.ts';
import { RefusedHere } from '../parts/Failure.tsx';
import { Name } from '../parts/Name.tsx';
import { SearchField } from '../parts/SearchField.tsx';
import { useShortcut } from '../parts/shortcuts.ts';
import { useHostState, useHostTime, useTexts, useView, useViewState, useWatch } from '../store/context.tsx';
import { OpenSession } from './OpenSession.tsx';
import { SessionActions } from './SessionActions.tsx';

/** Every session of every client; what can be done with the chosen one stands in the strip below. */
export function SessionsPage(): ReactNode {
  const texts = useTexts();
  const view = useView();
  const state = useHostState((all) => all);
  const search = useViewState((all) => all.search.sessions);
  const chosen = useViewState((all) => all.session);
  const field = useRef<HTMLInputElement>(null);
  useWatch('traffic');
  useShortcut('/', useCallback(() => field.current?.focus(), []));
  const sessions = sessionOrder(texts, state, search);
  const selected = sessions.find(({ id }) => id === chosen) ?? null;
  const stop = selected ?? sessions[0] ?? null;

  const press = (event: KeyboardEvent<HTMLTableRowElement>, id: string): void => {
    const at = sessions.findIndex((session) => session.id === id);
    const to = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? sessions.length - 1 : null;
    const next = to === null ? undefined : sessions[Math.max(0, Math.min(sessions.length - 1, to))];
    if (!next) return;
    event.preventDefault();
    view.chooseSession(next.id);
    (event.currentTarget.parentElement?.children[sessions.indexOf(next)] as HTMLElement | undefined)?.focus();
  };

  return (
    <section className="page" aria-labelledby="page-title">
      <header className="page-head">
        <h2 id="page-title">{texts.t('page.sessions')}</h2>
        <SearchField field={field} value={search} onChange={(value) => view.searchFor('sessions', value)} />
        <OpenSession />
      </header>
      <div className="page-scroll">
        {sessions.length === 0 ? <Empty search={search} /> : (
          <>
            <table className="table" role="grid" aria-labelledby="page-title">
              <colgroup><col className="col-client" /><col className="col-configuration" /><col className="col-state" /><col className="col-time" /><col className="col-bytes" /><col className="col-bytes" /><col className="col-roaming" /><col className="col-usage when-wide" /></colgroup>
              <thead>
                <tr>
                  <th scope="col">{texts.t('sessions.client')}</th><th scope="col">{texts.t('sessions.configuration')}</th><th scope="col">{texts.t('sessions.state')}</th>
                  <th scope="col" className="number">{texts.t('sessions.active')}</th><th scope="col" className="number">{texts.t('sessions.received')}</th><th scope="col" className="number">{texts.t('sessions.sent')}</th>
                  <th scope="col" className="after-number">{texts.t('sessions.roaming')}</th><th scope="col" className="when-wide">{texts.t('sessions.usage')}</th>
                </tr>
              </thead>
              <tbody>
                {sessions.map((session) => (
                  <SessionRow key={session.id} session={session} isSelected={session.id === selected?.id} isTabStop={session.id === stop?.id} onChoose={() => view.chooseSession(session.id)} onKey={press} />
                ))}
              </tbody>
            </table>
            <p className="hint">{texts.t('sessions.hint')}</p>
          </>
        )}
      </div>
      {selected && <RefusedHere about={selected.id} />}
      <SessionActions session={selected} />
    </section>
  );
}

function SessionRow({ session, isSelected, isTabStop, onChoose, onKey }: {
  session: SessionView; isSelected: boolean; isTabStop: boolean; onChoose: () => void; onKey: (event: KeyboardEvent<HTMLTableRowElement>, id: string) => void;
}): ReactNode {
  const texts = useTexts();
  const state = useHostState((all) => all);
  const none = texts.t('measured.not');
  const since = session.openSince;
  const active = useHostTime((now) => (since === null ? none : durationShort(texts, now - since)));
  const mark = sessionMark(texts, state, session);
  const { client } = session;
  const second = client.isDesktop ? texts.t('sessions.thisWindow') : client.pid === null ? '' : texts.t('sessions.pid', { pid: String(client.pid) });
  return (
    <tr className={isSelected ? 'table-selected' : ''} aria-selected={isSelected} tabIndex={isTabStop ? 0 : -1} onClick={onChoose} onFocus={onChoose} onKeyDown={(event) => onKey(event, session.id)}>
      <td role="gridcell"><div className="cut"><Name name={clientName(texts, client)} /></div><div className="cut caption faint">{second}</div></td>
      <td role="gridcell"><div className="cut"><Name name={configurationNameById(texts, state.configurations, session.configuration)} /></div><div className="cut caption faint">{sessionPlace(texts, state, session)}</div></td>
      <td role="gridcell">
        <div className="table-state"><span className={`dot ${mark.dot === 'off' ? 'dot-off' : mark.dot === 'warn' ? 'dot-warn' : ''}`} />
          <div><div className="cut">{texts.of(`sessions.state.${session.state}`)}</div>{mark.note && <div className="cut caption tone-warn">{mark.note}</div>}</div></div>
      </td>
      <td role="gridcell" className="number">{active}</td>
      <td role="gridcell" className="number">{session.isOpen ? bytesText(texts, session.received) : none}</td>
      <td role="gridcell" className="number">{session.isOpen ? bytesText(texts, session.sent) : none}</td>
      <td role="gridcell" className="after-number"><div className="cut">{texts.of(`sessions.mode.${session.roaming}`)}</div></td>
      <td role="gridcell" className="when-wide"><div className="cut">{usageText(texts, session)}</div></td>
    </tr>
  );
}

function Empty({ search }: { search: string }): ReactNode {
  const texts = useTexts();
  return (
    <div className="empty">
      {search !== '' ? <p>{texts.t('sessions.noMatch', { search: showName(search).isolated })}</p>
        : <><p>{texts.t('sessions.empty')}</p><p className="secondary">{texts.t('sessions.emptyWhat')}</p></>}
    </div>
  );
}
