import { useEffect, useState, type ReactNode } from 'react';
import type { Settings } from '../../app/contract/state.ts';
import type { RequestOutput } from '../../app/contract/contract.ts';
import { pausedText, showSentence } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { useHost, useHostState, useHostStore, useHostTime, useTexts } from '../store/context.tsx';
import { CarrierCheck } from './CarrierCheck.tsx';
import { Choose, Segments, Setting, Toggle } from './controls.tsx';

/** Look, language, when to ask, and where the network comes from. Each change is saved at once. */
export function SettingsPage(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const settings = useHostState((state) => state.settings);
  const paused = useHostState((state) => state.roamingPaused);
  const pausedSays = useHostTime((now) => (paused ? pausedText(texts, paused.until, now) : texts.t('roaming.asks')));
  const change = (part: Partial<Settings>): void => void host.act('settings', 'saving', () => host.request('settings.change', part), (state) =>
    Object.entries(part).every(([key, value]) => state.settings[key as keyof Settings] === value));
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
        <h3>{texts.t('settings.asking')}</h3>
        <Setting label={texts.t('settings.preset')} what={texts.of(`settings.presetWhat.${settings.roamingPreset}`)}>
          <Segments label={texts.t('settings.preset')} value={settings.roamingPreset} onChange={(roamingPreset) => change({ roamingPreset })}
            choices={(['conservative', 'balanced', 'eager'] as const).map((id) => ({ id, label: texts.of(`settings.preset.${id}`) }))} />
        </Setting>
        <Setting label={texts.t('roaming.pauseLong')} what={pausedSays}>
          {paused ? <Button onClick={() => void host.act('settings', 'saving', () => host.request('roaming.resume', null))}>{texts.t('roaming.resume')}</Button>
            : <Button onClick={() => void host.act('settings', 'saving', () => host.request('roaming.pause', { until: null }))}>{texts.t('roaming.pause')}</Button>}
        </Setting>
        <Setting label={texts.t('settings.notifyOffers')} what={texts.t('settings.notifyOffersWhat')}>
          <Toggle label={texts.t('settings.notifyOffers')} isOn={settings.notifyOffers} onChange={(notifyOffers) => change({ notifyOffers })} />
        </Setting>
        <CarrierCheck settings={settings} change={change} />
        <NetworkSettings settings={settings} change={change} />
      </div>
    </section>
  );
}

const speeds = [1, 2, 5, 10, 30] as const;

function NetworkSettings({ settings, change }: { settings: Settings; change: (part: Partial<Settings>) => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const driver = useHostState((state) => state.driver);
  const isPlaying = useHostStore(({ pending }) => pending.scenario !== undefined);
  const [scenarios, setScenarios] = useState<RequestOutput<'simulation.scenarios'>>([]);
  const playing = driver.simulation?.scenario ?? settings.scenario;
  const [speed, setSpeed] = useState(driver.simulation?.speed ?? 1);
  useEffect(() => {
    let isThere = true;
    if (driver.name === 'simulated') host.request('simulation.scenarios', null).then((found) => { if (isThere) setScenarios(found); }, () => { /* the one that is played stays as the only choice */ });
    return () => { isThere = false; };
  }, [host, driver.name]);
  const play = (scenario: string, times: number): void => {
    change({ scenario });
    void host.act('scenario', 'saving', () => host.request('simulation.play', { scenario, speed: times }), (state) => state.driver.simulation?.scenario === scenario && state.driver.simulation.speed === times);
  };
  const known = scenarios.some(({ id }) => id === playing) ? scenarios : [{ id: playing, title: driver.simulation?.title ?? { en: playing, zh: playing }, description: { en: '', zh: '' } }, ...scenarios];
  const times = speeds.some((one) => one === speed) ? [...speeds] : [...speeds, speed].sort((a, b) => a - b);
  return (
    <>
      <h3>{texts.t('settings.network')}</h3>
      <Setting label={texts.t('settings.driver')} what={texts.t('settings.driverWhat', { driver: texts.of(`driver.${driver.name}`) })}>
        <Choose label={texts.t('settings.driver')} value={settings.driver} onChange={(chosen) => change({ driver: chosen })}
          choices={(['auto', 'simulated', 'networkmanager'] as const).map((id) => ({ id, label: texts.of(`settings.driver.${id}`) }))} />
      </Setting>
      {driver.name === 'simulated' ? (
        <>
          <Setting label={texts.t('settings.scenario')} what={showSentence(known.find(({ id }) => id === playing)?.description[texts.language] ?? '')}>
            <Choose label={texts.t('settings.scenario')} value={playing} onChange={(scenario) => play(scenario, speed)} choices={known.map(({ id, title }) => ({ id, label: title[texts.language] }))} />
          </Setting>
          <Setting label={texts.t('settings.speed')}>
            <div className="setting-pair">
              <Choose label={texts.t('settings.speed')} value={String(speed)} onChange={(chosen) => { setSpeed(Number(chosen)); play(playing, Number(chosen)); }}
                choices={times.map((one) => ({ id: String(one), label: texts.t('settings.speedTimes', { speed: one }) }))} />
              <Button aria-busy={isPlaying} onClick={() => play(playing, speed)}>{texts.t('settings.play')}</Button>
            </div>
          </Setting>
          <RefusedHere about="scenario" />
        </>
      ) : <p className="hint">{texts.t('settings.scenarioOnly')}</p>}
    </>
  );
}
