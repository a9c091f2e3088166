import type { ReactNode } from 'react';
import { Button as Trigger, Menu, MenuItem, MenuTrigger } from 'react-aria-components';
import type { ConfigurationView } from '../../app/contract/state.ts';
import { configurationName } from '../../app/text/index.ts';
import { whyNot } from '../model/permissions.ts';
import { forget } from '../parts/actions.ts';
import { Floating } from '../parts/Floating.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useHost, useHostState, useTexts, useView } from '../store/context.tsx';

/** What is seldom done with an access point. What cannot be done says why beside it. */
export function ActionsMenu({ configuration }: { configuration: ConfigurationView }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const why = useHostState((state) => whyNot(texts, state, 'changeStored'));
  const { id, accessPoint } = configuration;
  const name = configurationName(texts, configuration).isolated;
  const whyShare = why ?? (accessPoint?.kind === 'wifi' ? null : texts.t('details.whyShare'));
  const act = (key: string): void => {
    switch (key) {
      case 'edit': case 'share': case 'nickname': view.show({ form: key === 'edit' ? 'profile' : key, accessPoint: id }); return;
      case 'forget': void forget(host, view, id, name); return;
    }
  };
  const item = (key: string, label: string, whyItem: string | null): ReactNode => (
    <MenuItem key={key} id={key} textValue={label} isDisabled={whyItem !== null}><span>{label}{whyItem !== null && <span className="menu-why">{whyItem}</span>}</span></MenuItem>
  );
  return (
    <MenuTrigger>
      <Trigger className="button button-plain" aria-label={texts.t('details.menu', { name })}><Icon name="more" small /></Trigger>
      <Floating placement="bottom end">
        <Menu className="menu" aria-label={texts.t('details.menu', { name })} onAction={(key) => act(String(key))}>
          {item('nickname', texts.t('details.nickname'), null)}
          {configuration.stored && item('edit', texts.t('details.edit'), why)}
          {configuration.stored && item('share', texts.t('details.share'), whyShare)}
          {configuration.stored && item('forget', texts.t('details.forget'), why)}
        </Menu>
      </Floating>
    </MenuTrigger>
  );
}
