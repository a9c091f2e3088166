import type { ReactNode } from 'react';
import type { UserMode } from '../../app/contract/answers.ts';
import type { ConfigurationView } from '../../app/contract/state.ts';
import { clockText, configurationNameById, type Texts } from '../../app/text/index.ts';
import { forgetAnswer, setMode, setPin } from '../parts/actions.ts';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { useHost, useHostState, useHostTime, useTexts } from '../store/context.tsx';
import { Choose, Setting } from './controls.tsx';

/** How networks roam, and every answer that stands: what is ignored, rules and pins, each with its way back. */
export function Answers(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const answers = useHostState((state) => state.answers);
  const configurations = useHostState((state) => state.configurations);
  const hour = useHostTime((now) => Math.floor(now / 60_000)) * 60_000;
  const nameOf = (id: string): string => configurationNameById(texts, configurations, id).isolated;
  const networks = Object.values(configurations).filter(({ type }) => type === 'serviceNetwork').sort((a, b) => Number(a.stored) - Number(b.stored) || (a.name < b.name ? -1 : 1));
  const { ignored, rules, pins, modes } = answers;
  const isEmpty = ignored.length + rules.length + pins.length === 0;
  return (
    <>
      <h3>{texts.t('answers.roaming')}</h3>
      <RefusedHere about="answers" />
      {networks.map((network) => (
        <Setting key={network.id} label={networkLabel(texts, network)} what={texts.of(`answers.modeWhat.${modes[network.id] ?? 'asks'}`)}>
          <Choose<UserMode> label={texts.t('answers.modeOf', { name: networkLabel(texts, network) })} value={modes[network.id] ?? 'asks'} onChange={(mode) => void setMode(host, network.id, mode === 'asks' ? null : mode)}
            choices={(['asks', 'byItself', 'stays'] as const).map((id) => ({ id, label: texts.of(`answers.mode.${id}`) }))} />
        </Setting>
      ))}
      <h3>{texts.t('answers.title')}</h3>
      {isEmpty && <p className="secondary">{texts.t('answers.none')}</p>}
      <ul className="answers" aria-label={texts.t('answers.title')}>
        {rules.map(({ id, current, when }) => <Answer key={id} says={texts.of(`answers.rule.${when}`, { name: nameOf(current) })} remove={() => void forgetAnswer(host, id)} />)}
        {ignored.map(({ id, current, candidate, until }) => (
          <Answer key={id} says={texts.t('sentence.and', {
            first: current === null ? texts.t('answers.never', { name: nameOf(candidate) }) : texts.t('answers.neverOn', { name: nameOf(candidate), current: nameOf(current) }),
            second: until === null ? '' : texts.t('answers.until', { time: clockText(texts, until, hour) }),
          }).trim()} remove={() => void forgetAnswer(host, id)} />
        ))}
        {pins.map((id) => <Answer key={id} says={texts.t('answers.pinned', { name: nameOf(id) })} remove={() => void setPin(host, id, false)} />)}
      </ul>
    </>
  );
}

/** The built-in network has no name: it is all that is stored. */
const networkLabel = (texts: Texts, network: ConfigurationView): string => (network.stored ? configurationNameById(texts, { [network.id]: network }, network.id).isolated : texts.t('answers.all'));

function Answer({ says, remove }: { says: string; remove: () => void }): ReactNode {
  const texts = useTexts();
  return <li className="setting"><p>{says}</p><div className="setting-control"><Button look="plain" aria-label={texts.t('answers.removeThis', { answer: says })} onClick={remove}>{texts.t('answers.remove')}</Button></div></li>;
}
