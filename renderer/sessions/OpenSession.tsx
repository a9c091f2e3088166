import { useEffect, useState, type ReactNode } from 'react';
import { Button as Trigger, Header, Menu, MenuItem, MenuSection, MenuTrigger, Separator } from 'react-aria-components';
import { configurationName, userChoice } from '../../app/text/index.ts';
import { arrange } from '../model/arrangement.ts';
import { isInReach, windowPrompt } from '../../app/contract/reading.ts';
import { openSession } from '../parts/actions.ts';
import { Floating } from '../parts/Floating.tsx';
import { Icon, KindIcon } from '../parts/Icon.tsx';
import { Name } from '../parts/Name.tsx';
import { useHost, useHostState, useTexts, useView } from '../store/context.tsx';

/** Chooses what a new session of the desktop is opened on: a service network, an access point in reach, or what the user says each time. */
export function OpenSession(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const state = useHostState((all) => all);
  const networks = Object.values(state.configurations).filter((one) => one.type === 'serviceNetwork' && isInReach(one));
  const points = arrange(state).flatMap(({ members }) => members).flatMap((id) => { const one = state.configurations[id]; return one && isInReach(one) ? [one] : []; });
  const none = networks.length + points.length === 0 || !state.driver.available;

  // Who opened it here is taken to its question, unless something else has the prompt's place.
  const [asking, setAsking] = useState<string | null>(null);
  const prompt = windowPrompt(state);
  const isAsked = asking !== null && prompt.kind === 'question' && prompt.question.session === asking;
  useEffect(() => { if (isAsked) view.setState({ page: 'accessPoints', wantsPrompt: true }); }, [isAsked, view]);

  const open = (configuration: string): void => void openSession(host, configuration, (session) => {
    view.chooseSession(session);
    setAsking(configuration === userChoice ? session : null);
  });
  return (
    <MenuTrigger>
      <Trigger className="button button-neutral" isDisabled={none}><Icon name="plus" small />{texts.t('sessions.open')}</Trigger>
      <Floating placement="bottom end">
        <Menu className="menu menu-icons" aria-label={texts.t('sessions.openOn')} onAction={(key) => open(String(key))}>
          <MenuItem id={userChoice} textValue={texts.t('sessions.askEachTime')}>
            <Icon name="other" /><span className="cut">{texts.t('sessions.askEachTime')}</span><span className="menu-note">{texts.t('name.userChoice')}</span>
          </MenuItem>
          <Separator />
          <MenuSection>
            <Header>{texts.t('sessions.openOn')}</Header>
            {[...networks, ...points].map((one) => {
              const name = configurationName(texts, one);
              return (
                <MenuItem key={one.id} id={one.id} textValue={name.plain}>
                  {one.accessPoint ? <KindIcon kind={one.accessPoint.kind} /> : <Icon name="sessions" />}<Name name={name} className="cut" />
                  <span className="menu-note">{one.accessPoint ? texts.of(`kind.${one.accessPoint.kind}`) : texts.t('list.serviceNetworkShort')}</span>
                </MenuItem>
              );
            })}
          </MenuSection>
        </Menu>
      </Floating>
    </MenuTrigger>
  );
}
