import type { Action } from '../../app/contract/management.ts';
import type { HostState } from '../../app/contract/state.ts';
import type { Texts } from '../../app/text/index.ts';

/** Why the user may not do something now, in words; null: it may be done. */
export function whyNot(texts: Texts, state: HostState, action: Action): string | null {
  if (!state.driver.available) return texts.t('details.whyGone', { manager: texts.of(`driver.${state.driver.name}`) });
  switch (state.system.permissions[action]) {
    case 'yes': case 'asks': return null;
    case 'no': return texts.t('why.notAllowed');
    case 'notSupported': return texts.of(`why.notSupported.${action}`);
  }
}
