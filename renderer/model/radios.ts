import { radioKinds, type RadioKind, type SystemView } from '../../app/contract/management.ts';
import type { HostState } from '../../app/contract/state.ts';
import type { Texts } from '../../app/text/index.ts';
import { whyNot } from './permissions.ts';

/** There are radios, and every one of them is off by the user's switch. */
export const isAirplane = (radios: SystemView['radios']): boolean => radioKinds.some((kind) => radios[kind].present) && radioKinds.every((kind) => !radios[kind].present || !radios[kind].on);

/** Why a radio cannot be switched, in words; null: it can. */
export function whyNoRadio(texts: Texts, state: HostState, kind: RadioKind): string | null {
  const why = whyNot(texts, state, kind === 'wifi' ? 'switchWifi' : 'switchMobile');
  return why ?? (state.system.radios[kind].hardwareOn ? null : texts.t('radio.hardware'));
}
