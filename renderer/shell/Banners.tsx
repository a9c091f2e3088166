import type { ReactNode } from 'react';
import { sentence, showSentence } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { SecretBanners } from './SecretBanners.tsx';
import { useHost, useHostState, useTexts, useView } from '../store/context.tsx';

/** What must be known about everything below: simulated, gone, read only. None can be closed while it is true. Notices can. */
export function Banners(): ReactNode {
  const texts = useTexts();
  const view = useView();
  const host = useHost();
  const driver = useHostState((state) => state.driver);
  const notices = useHostState((state) => state.notices);
  const { simulation } = driver;
  const manager = texts.of(`driver.${driver.name}`);
  return (
    <div className="banners">
      {simulation && (
        <div className="banner" role="note">
          <Icon name="simulated" small /><strong>{texts.t('banner.simulated')}</strong>
          <span className="cut">{simulation.speed === 1 ? texts.t('banner.simulatedDetail', { title: showSentence(simulation.title[texts.language]), seed: String(simulation.seed) })
            : texts.t('banner.simulatedFast', { title: showSentence(simulation.title[texts.language]), seed: String(simulation.seed), speed: simulation.speed })}</span>
          <span className="banner-links">
            <button type="button" className="link" onClick={() => view.go('simulator')}>{texts.t('banner.scenario')}</button>
            <button type="button" className="link" onClick={() => view.go('settings')}>{texts.t('banner.realNetwork')}</button>
            {driver.choices.includes('linux') && <button type="button" className="link" onClick={() => void host.act('settings', 'saving', () => host.request('settings.change', { driver: 'linux' }))}>{texts.t('banner.look')}</button>}
          </span>
        </div>
      )}
      {driver.name === 'linux' && driver.available && <div className="banner" role="note"><Icon name="info" small /><strong>{texts.t('banner.readOnly')}</strong><span className="cut">{texts.t('banner.readOnlyDetail')}</span>
        <span className="banner-links"><button type="button" className="link" onClick={() => view.go('settings')}>{texts.t('banner.otherNetwork')}</button></span></div>}
      {!driver.available && (
        <div className="banner banner-warn" role="status">
          <Icon name="warned" small /><strong>{texts.t('banner.gone', { manager })}</strong>
          <span className="cut">{texts.t('banner.goneDetail', { reason: driver.unavailableReason ? sentence(texts, driver.unavailableReason) : '' })}</span>
        </div>
      )}
      <SecretBanners />
      {Object.values(notices).sort((a, b) => a.at - b.at).map((notice) => (
        <div key={notice.id} className="banner banner-warn" role="status">
          <Icon name="info" small /><strong className="banner-notice">{texts.of(`notice.${notice.code}`)}</strong><span className="cut" title={notice.detail}>{sentence(texts, notice.detail)}</span>
          <span className="banner-links"><Button look="plain" onClick={() => void host.act(`notice ${notice.id}`, 'saving', () => host.request('notice.dismiss', { id: notice.id }), (state) => state.notices[notice.id] === undefined)}>{texts.t('dismiss')}</Button></span>
        </div>
      ))}
    </div>
  );
}
