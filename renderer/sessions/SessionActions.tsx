import type { ReactNode } from 'react';
import type { UserMode } from '../../app/contract/answers.ts';
import type { SessionView } from '../../app/contract/state.ts';
import { clientName, configurationName, configurationNameById, sessionErrorText, userChoice } from '../../app/text/index.ts';
import { desktopSession, isInReach, questionOf } from '../../app/contract/reading.ts';
import { consequence, stopHits } from '../model/sessions.ts';
import { Button } from '../parts/Button.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { setMode } from '../parts/actions.ts';
import { Name } from '../parts/Name.tsx';
import { Choose } from '../settings/controls.tsx';
import { useHost, useHostState, useHostStore, useTexts, useView } from '../store/context.tsx';

/** What can be done with the chosen session, and what it would mean for others. */
export function SessionActions({ session }: { session: SessionView | null }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const state = useHostState((all) => all);
  const isPending = useHostStore(({ pending }) => session !== null && pending[session.id] !== undefined);
  if (!session) return <div className="strip"><p className="secondary">{texts.t('sessions.choose')}</p></div>;

  const configuration = state.configurations[session.configuration];
  const name = configurationName(texts, state.configurations[session.activeConfiguration || session.configuration]);
  const hits = stopHits(state, session);
  const { id } = session;
  const gone = state.driver.available ? null : texts.t('details.whyGone', { manager: texts.of(`driver.${state.driver.name}`) });
  const act = (what: 'opening' | 'closing', request: 'session.open' | 'session.close' | 'session.stop', open: boolean): void =>
    void host.act(id, what, () => host.request(request, { session: id }), (now) => (now.sessions[id]?.isOpen ?? false) === open);
  const canRemove = session.client.isDesktop && desktopSession(state)?.id !== id;
  const isChoice = session.configuration === userChoice;
  // While it tries anew, what went wrong before is past.
  const hasError = !session.isOpen && session.state !== 'connecting' && session.error !== 'unknownSessionError';
  return (
    <div className="strip">
      <div>
        <p><strong><Name name={clientName(texts, session.client)} /></strong> <span className="secondary"><Name name={configurationNameById(texts, state.configurations, session.configuration)} /></span></p>
        <p className={hasError ? 'tone-warn' : 'secondary'}>{hasError && `${sessionErrorText(texts, session.error, isChoice || configuration !== undefined)} `}{!hasError && consequence(texts, state, session)}</p>
      </div>
      <div className="actions" aria-busy={isPending}>
        {configuration?.type === 'serviceNetwork' && (
          <Choose<UserMode | 'none'> label={texts.t('answers.modeOf', { name: clientName(texts, session.client).isolated })} value={session.userMode ?? 'none'} onChange={(mode) => void setMode(host, id, mode === 'none' ? null : mode)}
            choices={(['none', 'asks', 'byItself', 'stays'] as const).map((mode) => ({ id: mode, label: texts.of(`answers.mode.${mode}`) }))} />
        )}
        {questionOf(state, id) && <Button onClick={() => view.setState({ page: 'accessPoints', wantsPrompt: true })}>{texts.t('sessions.actChoose')}</Button>}
        {canRemove && !session.isOpen && <Button look="plain" onClick={() => void host.act(id, 'closing', () => host.request('session.dispose', { session: id }), (now) => now.sessions[id] === undefined)}>{texts.t('sessions.actRemove')}</Button>}
        {session.isOpen || session.state === 'connecting' ? <Button onClick={() => act('closing', 'session.close', false)}>{texts.t('sessions.actClose')}</Button>
          : <Button onClick={() => act('opening', 'session.open', true)} why={gone ?? (isChoice || (configuration && isInReach(configuration)) ? null : texts.t('sessions.whyCannotOpen'))}>{texts.t('sessions.actOpen')}</Button>}
        {session.isOpen && (gone !== null ? <Button why={gone}>{texts.t('sessions.actStop')}</Button> : hits.length > 1
          ? <Confirm label={texts.t('sessions.actStopFor', { count: hits.length })} title={texts.t('sessions.stopAsk', { name: name.isolated, count: hits.length })} action={texts.t('sessions.actStop')} onConfirm={() => act('closing', 'session.stop', false)}>
              {texts.t('sessions.stopWho', { who: texts.listInSentence(hits.map(({ client }) => clientName(texts, client).isolated)) })}
            </Confirm>
          : <Button onClick={() => act('closing', 'session.stop', false)}>{texts.t('sessions.actStop')}</Button>)}
      </div>
    </div>
  );
}
