import type { ReactNode } from 'react';
import type { Settings } from '../../app/contract/state.ts';
import { pausedText, showSentence } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { useHost, useHostState, useHostTime, useTexts, useView } from '../store/context.tsx';
import { Answers } from './Answers.tsx';
import { CarrierCheck } from './CarrierCheck.tsx';
import { RoamingNumbers } from './RoamingNumbers.tsx';
import { Choose, Segments, Setting, Toggle } from './controls.tsx';

const notifications = ['notifyOffers', 'notifyQuestions', 'notifyLost', 'notifyPortals', 'notifyCaps', 'notifyConnected'] as const;

/** Look, language, when to ask, and where the network comes from. Each change is saved at once. */
export function SettingsPage(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const settings = useHostState((state) => state.settings);
  const paused = useHostState((state) => state.roamingPaused);
  const pausedSays = useHostTime((now) => (paused ? pausedText(texts, paused.until, now) : texts.t('roaming.asks')));
  const change = (part: Partial<Settings>): void => void host.act('settings', 'saving', () => host.request('settings.change', part), (state) =>
    Object.entries(part).every(([key, value]) => JSON.stringify(state.settings[key as keyof Settings]) === JSON.stringify(value)));
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="page-head"><h2 id="page-title">{texts.t('page.settings')}</h2></header>
      <div className="page-scroll settings">
        <RefusedHere about="settings" />
        <h3>{texts.t('settings.look')}</h3>
        <Setting label={texts.t('settings.theme')}>
          <Segments label={texts.t('settings.theme')} value={settings.theme} onChange={(theme) => change({ theme })}
            choices={(['system', 'light', 'dark'] as const).map((id) => ({ id, label: texts.of(`settings.theme.${id}`) }))} />
        </Setting>
        <Setting label={texts.t('settings.language')}>
          <Choose label={texts.t('settings.language')} value={settings.language} onChange={(language) => change({ language })}
            choices={(['system', 'en', 'zh'] as const).map((id) => ({ id, label: texts.of(`settings.language.${id}`) }))} />
        </Setting>
        <Setting label={texts.t('settings.startAtLogin')} what={texts.t('settings.startAtLoginWhat')}>
          <Toggle label={texts.t('settings.startAtLogin')} isOn={settings.startAtLogin} onChange={(startAtLogin) => change({ startAtLogin })} />
        </Setting>
        <h3>{texts.t('settings.asking')}</h3>
        <Setting label={texts.t('settings.preset')} what={texts.of(`settings.presetWhat.${settings.roamingPreset}`)}>
          <Segments label={texts.t('settings.preset')} value={settings.roamingPreset} onChange={(roamingPreset) => change({ roamingPreset })}
            choices={(['conservative', 'balanced', 'eager'] as const).map((id) => ({ id, label: texts.of(`settings.preset.${id}`) }))} />
        </Setting>
        <RoamingNumbers settings={settings} change={change} />
        <Setting label={texts.t('roaming.pauseLong')} what={pausedSays}>
          {paused ? <Button onClick={() => void host.act('settings', 'saving', () => host.request('roaming.resume', null))}>{texts.t('roaming.resume')}</Button>
            : <Button onClick={() => void host.act('settings', 'saving', () => host.request('roaming.pause', { until: null }))}>{texts.t('roaming.pause')}</Button>}
        </Setting>
        <Answers />
        <CarrierCheck settings={settings} change={change} />
        <h3>{texts.t('settings.notifications')}</h3>
        <p className="secondary">{texts.t('settings.notificationsWhat')}</p>
        {notifications.map((kind) => (
          <Setting key={kind} label={texts.of(`settings.${kind}`)} what={texts.of(`settings.${kind}What`)}>
            <Toggle label={texts.of(`settings.${kind}`)} isOn={settings[kind]} onChange={(isOn) => change({ [kind]: isOn })} />
          </Setting>
        ))}
        <NetworkSettings settings={settings} change={change} />
      </div>
    </section>
  );
}

function NetworkSettings({ settings, change }: { settings: Settings; change: (part: Partial<Settings>) => void }): ReactNode {
  const texts = useTexts();
  const view = useView();
  const driver = useHostState((state) => state.driver);
  return (
    <>
      <h3>{texts.t('settings.network')}</h3>
      <Setting label={texts.t('settings.driver')} what={texts.t('settings.driverWhat', { driver: texts.of(`driver.${driver.name}`) })}>
        <Choose label={texts.t('settings.driver')} value={settings.driver} onChange={(chosen) => change({ driver: chosen })}
          choices={driver.choices.map((id) => ({ id, label: texts.of(`settings.driver.${id}`) }))} />
      </Setting>
      {driver.simulation ? (
        <Setting label={texts.t('settings.simulator')} what={showSentence(driver.simulation.title[texts.language])}>
          <Button onClick={() => view.go('simulator')}>{texts.t('settings.simulatorOpen')}</Button>
        </Setting>
      ) : <p className="hint">{texts.t('settings.scenarioOnly')}</p>}
    </>
  );
}
