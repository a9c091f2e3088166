import type { ReactNode } from 'react';
import { Button as Trigger, Dialog, DialogTrigger, Heading } from 'react-aria-components';
import { radioKinds, type RadioKind } from '../../app/contract/management.ts';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { Floating } from '../parts/Floating.tsx';
import { Icon } from '../parts/Icon.tsx';
import { isAirplane, whyNoRadio } from '../model/radios.ts';
import { whyNot } from '../model/permissions.ts';
import { Setting, Toggle } from '../settings/controls.tsx';
import { useHost, useHostState, useTexts, useView } from '../store/context.tsx';

/** The machine's radios, airplane mode and the hotspot: each where it can be switched, or why not. */
export function Radios(): ReactNode {
  const texts = useTexts();
  const { radios } = useHostState((state) => state.system);
  const isOff = isAirplane(radios) || (radios.wifi.present && !(radios.wifi.on && radios.wifi.hardwareOn));
  const label = texts.t(isAirplane(radios) ? 'radio.airplane' : isOff ? 'radio.wifiOff' : 'radio.menu');
  return (
    <DialogTrigger>
      <Trigger className={`button button-plain ${isOff ? 'tone-warn' : ''}`} aria-label={label}><Icon name={isAirplane(radios) ? 'airplane' : isOff ? 'wifiOff' : 'wifi'} small />{isOff && <span className="when-wide">{label}</span>}<Icon name="down" small /></Trigger>
      <Floating className="confirm radios-popover" placement="bottom end">
        <Dialog>{({ close }) => <Switches close={close} />}</Dialog>
      </Floating>
    </DialogTrigger>
  );
}

function Switches({ close }: { close: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const state = useHostState((all) => all);
  const { radios, hotspot } = state.system;
  const set = (radio: RadioKind, on: boolean): void => void host.act('radio', 'saving', () => host.request('radio.set', { radio, on }), (now) => now.system.radios[radio].on === on);
  const airplane = (on: boolean): void => void host.act('radio', 'saving', () => host.request('radio.airplane', { on }), (now) => isAirplane(now.system.radios) === on);
  const whyAirplane = radioKinds.every((kind) => !radios[kind].present) ? texts.t('radio.nonePresent') : radioKinds.map((kind) => (radios[kind].present ? whyNoRadio(texts, state, kind) : null)).find((why) => why !== null) ?? null;
  const whyHotspot = whyNot(texts, state, 'hotspot');
  return (
    <>
      <Heading slot="title">{texts.t('radio.title')}</Heading>
      {radioKinds.filter((kind) => radios[kind].present).map((kind) => {
        const why = whyNoRadio(texts, state, kind);
        return <Setting key={kind} label={texts.of(`kind.${kind}`)} {...(why !== null && { what: why })}><Toggle label={texts.of(`kind.${kind}`)} isOn={radios[kind].on && radios[kind].hardwareOn} why={why} onChange={(on) => set(kind, on)} /></Setting>;
      })}
      <Setting label={texts.t('radio.airplane')} what={whyAirplane ?? texts.t('radio.airplaneWhat')}><Toggle label={texts.t('radio.airplane')} isOn={isAirplane(radios)} why={whyAirplane} onChange={airplane} /></Setting>
      <Setting label={texts.t('hotspot.title')} what={whyHotspot ?? (hotspot ? texts.t('hotspot.on', { name: hotspot.name }) : texts.t('hotspot.what'))}>
        {hotspot ? <Button onClick={() => void host.act('radio', 'saving', () => host.request('hotspot.stop', null), (now) => now.system.hotspot === null)} why={whyHotspot}>{texts.t('hotspot.stop')}</Button>
          : <Button onClick={() => { close(); view.show({ form: 'hotspot' }); }} why={whyHotspot}>{texts.t('hotspot.startLong')}</Button>}
      </Setting>
      <RefusedHere about="radio" />
    </>
  );
}
