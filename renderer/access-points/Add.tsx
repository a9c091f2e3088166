import type { ReactNode } from 'react';
import { Button as Trigger, Menu, MenuItem, MenuTrigger } from 'react-aria-components';
import { Floating } from '../parts/Floating.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useTexts, useView } from '../store/context.tsx';

/** What can be added to the list: a network that does not tell its name, one of a QR code, a service network, a hotspot. */
export function Add(): ReactNode {
  const texts = useTexts();
  const view = useView();
  return (
    <MenuTrigger>
      <Trigger className="button button-neutral"><Icon name="plus" small />{texts.t('add.menu')}</Trigger>
      <Floating placement="bottom end">
        <Menu className="menu" aria-label={texts.t('add.menu')} onAction={(key) => { if (key === 'hidden' || key === 'code' || key === 'hotspot') view.show({ form: key }); else view.show({ form: 'network', network: null }); }}>
          <MenuItem id="hidden">{texts.t('add.hidden')}</MenuItem>
          <MenuItem id="code">{texts.t('add.code')}</MenuItem>
          <MenuItem id="network">{texts.t('add.serviceNetwork')}</MenuItem>
          <MenuItem id="hotspot">{texts.t('add.hotspot')}</MenuItem>
        </Menu>
      </Floating>
    </MenuTrigger>
  );
}
