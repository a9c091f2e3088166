import { type ReactNode } from 'react';
import { Button as Trigger, Menu, MenuItem, MenuTrigger, Separator } from 'react-aria-components';
import type { HostState, OfferView } from '../../app/contract/state.ts';
import type { IgnoreScope } from '../../app/contract/values.ts';
import { clockText, configurationName, offerReasonText } from '../../app/text/index.ts';
import { offerFacts } from '../model/facts.ts';
import { answer, ignore } from '../parts/actions.ts';
import { Floating } from '../parts/Floating.tsx';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Words } from '../parts/Words.tsx';
import { useHost, useHostStore, useNames, useNow, useTexts } from '../store/context.tsx';
import { Comparison } from './Comparison.tsx';
import { Consequences } from './Consequences.tsx';

/** Another access point is offered: the question, the reason, both side by side, what follows, and the two answers. */
export function Offer({ offer, state }: { offer: OfferView; state: HostState }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const nameOf = useNames();
  const now = useNow();
  const isAnswering = useHostStore(({ pending }) => pending[offer.id] !== undefined);
  const current = configurationName(texts, state.configurations[offer.current]);
  const candidate = configurationName(texts, state.configurations[offer.candidate]);
  const reason = offerReasonText(texts, offer, nameOf, now);
  const why = isAnswering ? texts.t('trial.answering') : !state.driver.available ? texts.t('details.whyGone', { manager: texts.of(`driver.${state.driver.name}`) }) : null;
  const ignoreWith = (scope: IgnoreScope): void => void ignore(host, offer.id, offer.session, scope);
  return (
    <>
      <header>
        <h2 id="prompt-title" className="cut"><Words text="offer.title" name={candidate} /></h2>
        <p className="cut" title={reason}>{reason}</p>
        <span className="prompt-aside when-wide">{texts.t('offer.times', { at: clockText(texts, offer.at, now), lapses: clockText(texts, offer.lapsesAt, now) })}</span>
      </header>
      <div className="prompt-columns">
        <Comparison current={current} other={candidate} otherRole={texts.t('offer.candidate')} rows={offerFacts(texts, state, offer, now)}
          label={texts.t('offer.table', { current: current.isolated, candidate: candidate.isolated })} />
        <div className="prompt-side">
          <Consequences offer={offer} state={state} current={current} />
        </div>
      </div>
      <RefusedHere about={offer.id} />
      <footer>
        <p className="cut"><Words text={offer.reason.code === 'currentLost' ? 'offer.footLost' : offer.overlap ? 'offer.footOverlap' : 'offer.footBreaks'} name={current} /></p>
        <span className="split">
          <Button onClick={() => ignoreWith('thisTime')} why={why}>{texts.t('offer.ignore')}</Button>
          <MenuTrigger>
            <Trigger className="button button-neutral" aria-label={texts.t('offer.ignoreMore')} isDisabled={why !== null}><Icon name="down" small /></Trigger>
            <Floating placement="bottom end">
              <Menu className="menu" aria-label={texts.t('offer.ignoreMore')} onAction={(key) => ignoreWith(key as IgnoreScope)}>
                <MenuItem id="thisTime">{texts.t('offer.scopeThisTime')}</MenuItem>
                <MenuItem id="hour">{texts.t('offer.scopeHour')}</MenuItem>
                <MenuItem id="thisNetwork">{texts.t('offer.scopeThisNetwork')}</MenuItem>
                <Separator />
                <MenuItem id="thisAccessPoint" textValue={candidate.plain}><span><Words text="offer.scopeThisAccessPoint" name={candidate} /></span></MenuItem>
              </Menu>
            </Floating>
          </MenuTrigger>
        </span>
        <span className="split">
          <Button look="main" aria-busy={isAnswering} onClick={() => void answer(host, offer.id, offer.session, 'migrate')} why={why}>{texts.t('offer.migrate')}</Button>
          <MenuTrigger>
            <Trigger className="button button-main" aria-label={texts.t('offer.migrateMore')} isDisabled={why !== null}><Icon name="down" small /></Trigger>
            <Floating placement="bottom end">
              <Menu className="menu" aria-label={texts.t('offer.migrateMore')} onAction={() => void answer(host, offer.id, offer.session, 'migrateAlways')}>
                <MenuItem id="always" textValue={current.plain}><span>{texts.of(`offer.always.${offer.reason.code}`, { name: current.isolated })}</span></MenuItem>
              </Menu>
            </Floating>
          </MenuTrigger>
        </span>
      </footer>
    </>
  );
}
