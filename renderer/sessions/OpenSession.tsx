import type { ReactNode } from 'react';
import { Button as Trigger, Header, Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components';
import { configurationName } from '../../app/text/index.ts';
import { arrange } from '../model/arrangement.ts';
import { isInReach } from '../model/connection.ts';
import { openSession } from '../parts/actions.ts';
import { Floating } from '../parts/Floating.tsx';
import { Icon, KindIcon } from '../parts/Icon.tsx';
import { Name } from '../parts/Name.tsx';
import { useHost, useHostState, useTexts } from '../store/context.tsx';

/** Chooses what a new session of the desktop is opened on: a service network, or an access point in reach. */
export function OpenSession(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const state = useHostState((all) => all);
  const networks = Object.values(state.configurations).filter((one) => one.type === 'serviceNetwork' && isInReach(one));
  const points = arrange(state).flatMap(({ members }) => members).flatMap((id) => { const one = state.configurations[id]; return one && isInReach(one) ? [one] : []; });
  const none = networks.length + points.length === 0 || !state.driver.available;
  return (
    <MenuTrigger>
      <Trigger className="button button-neutral" isDisabled={none}><Icon name="plus" small />{texts.t('sessions.open')}</Trigger>
      <Floating placement="bottom end">
        <Menu className="menu menu-icons" aria-label={texts.t('sessions.openOn')} onAction={(key) => void openSession(host, String(key))}>
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
