import type { ReactNode } from 'react';
import type { ConfigurationView } from '../../app/contract/state.ts';
import { clientName, configurationName } from '../../app/text/index.ts';
import { wayTo } from '../../app/contract/reading.ts';
import { hindrance, holders, wantsForm } from '../model/connection.ts';
import { connect, disconnect, openSession, signIn } from '../parts/actions.ts';
import { Button } from '../parts/Button.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { useHost, useHostState, useTexts, useView } from '../store/context.tsx';
import { ActionsMenu } from './ActionsMenu.tsx';

/** What can be done with the chosen access point, and why not where it cannot. */
export function Actions({ configuration }: { configuration: ConfigurationView }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const state = useHostState((all) => all);
  const { id } = configuration;
  const link = configuration.accessPoint?.link ?? null;
  const hindered = hindrance(state, configuration);
  const manager = texts.of(`driver.${state.driver.name}`);
  const why = hindered === null ? null : {
    managerGone: texts.t('details.whyGone', { manager }), outOfReach: texts.t('details.whyOutOfReach'), trialRunning: texts.t('details.whyTrial'),
    unmanaged: texts.t('details.whyUnmanaged'), cannotStore: texts.t('why.notSupported.connect'), mayNotStore: texts.t('why.notAllowed'),
  }[hindered];
  const held = holders(state, id);
  const way = wayTo(state, id);
  const isUp = link?.state === 'active';
  const portal = isUp ? state.interfaces[link.interface]?.portal ?? null : null;
  return (
    <>
      <div className="actions">
        {portal !== null && link && <Button onClick={() => void signIn(host, id, link.interface)}>{texts.t('portal.signIn')}</Button>}
        {!isUp ? <Connect configuration={configuration} roams={way.way === 'roam'} why={link?.state === 'activating' ? texts.t('state.connecting') : why} />
          : <>
              {way.way === 'roam' && <Button onClick={() => void connect(host, id)} why={why}>{texts.t('details.moveHere')}</Button>}
              {hindered === 'managerGone' || hindered === 'unmanaged' ? <Button why={why}>{texts.t('details.disconnect')}</Button>
                : <Confirm label={texts.t('details.disconnectAsk')} action={texts.t('details.disconnect')} onConfirm={() => void disconnect(host, id)}
                    title={texts.t('details.stopTitle', { name: configurationName(texts, configuration).isolated, count: held.length })}>
                    {held.length === 0 ? texts.t('details.stopOthers') : texts.t('sessions.stopWho', { who: texts.listInSentence(held.map(({ client }) => clientName(texts, client).isolated)) })}
                  </Confirm>}
            </>}
        {configuration.stored && <Button look={isUp ? 'neutral' : 'plain'} onClick={() => void openSession(host, id)} why={hindered === 'trialRunning' && isUp ? null : why}>{texts.t('details.openSession')}</Button>}
        <ActionsMenu configuration={configuration} />
      </div>
      {why !== null && (!isUp || hindered !== 'trialRunning') && <p className="details-why caption">{why}</p>}
    </>
  );
}

/** Connects at once what is stored; what only the user knows is asked for first. */
function Connect({ configuration, roams, why }: { configuration: ConfigurationView; roams: boolean; why: string | null }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const { id } = configuration;
  if (wantsForm(configuration)) return <Button onClick={() => view.show({ form: 'connect', accessPoint: id })} why={why}>{texts.t(configuration.stored ? 'connect.enterPasswordLong' : 'connect.connectLong')}</Button>;
  return <Button onClick={() => void connect(host, id)} why={why}>{roams ? texts.t('details.moveHere') : texts.t('details.connect')}</Button>;
}
