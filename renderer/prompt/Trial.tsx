import type { ReactNode } from 'react';
import type { HostState, TrialView } from '../../app/contract/state.ts';
import { clientName, clockText, configurationName, durationText, endReasonText, sentence, type ShownName, type Texts } from '../../app/text/index.ts';
import { isAsked } from '../../app/contract/reading.ts';
import { secondsLeft, testCount, trialFacts } from '../model/facts.ts';
import { answer, pauseTrial, resumeTrial } from '../parts/actions.ts';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { Ring, RingIcon } from '../parts/Ring.tsx';
import { Words } from '../parts/Words.tsx';
import { useHost, useHostStore, useHostTime, useTexts } from '../store/context.tsx';
import { Comparison, Consequence } from './Comparison.tsx';

/** The new access point is tried: the tests as they come in, the countdown and what silence means, and the two answers. */
export function Trial({ trial, state }: { trial: TrialView; state: HostState }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const isAnswering = useHostStore(({ pending }) => pending[trial.id] !== undefined);
  const seconds = useHostTime((now) => secondsLeft(trial, now));
  const old = configurationName(texts, state.configurations[trial.from]);
  const tried = configurationName(texts, state.configurations[trial.to]);
  const isReturning = trial.phase === 'returning';
  const isKeeping = trial.phase === 'keeping';
  const mine = isAsked(state, trial.session);
  const isFailed = trial.tests.some(({ status }) => status === 'failed');
  const why = isAnswering ? texts.t('trial.answering') : null;
  const session = state.sessions[trial.session];
  return (
    <>
      <header>
        <h2 id="prompt-title" className="cut"><Words text={isReturning ? 'trial.titleReturning' : isKeeping ? 'trial.titleKeeping' : 'trial.title'} name={isReturning ? old : tried} /></h2>
        <p className={`cut ${isReturning ? 'tone-warn' : ''}`} key={trial.phase}>{stageText(texts, state, trial)}</p>
        <span className="prompt-aside when-wide">{trial.phase === 'activating' ? '' : trial.overlap ? texts.t('trial.bothUp') : texts.t('trial.oneUp')}</span>
      </header>
      <div className="prompt-columns">
        <Comparison current={old} other={tried} otherRole={texts.t('trial.onTrial')} rows={trialFacts(texts, trial)} label={texts.t('offer.table', { current: old.isolated, candidate: tried.isolated })} />
        <div className="prompt-side">
          <Countdown trial={trial} seconds={seconds} state={state} tried={tried} />
          {!isReturning && !isKeeping && <Consequence icon="moves" what={trial.phase === 'passed' ? <Words text="trial.newMoved" name={tried} /> : texts.t('trial.newMove')} />}
          {!isReturning && (trial.overlap ? !isKeeping && <Consequence icon="stays" what={<Words text="trial.openStay" name={old} />} /> : <Consequence icon="warned" what={texts.t('trial.openBreak')} />)}
        </div>
      </div>
      <RefusedHere about={trial.id} />
      <footer>
        <p className="cut">{!mine && session && !isReturning && !isKeeping ? texts.t('trial.footOther', { client: clientName(texts, session.client).isolated }) : <Foot trial={trial} old={old} tried={tried} />}</p>
        {mine && trial.canPause && <Button key="pause" look="plain" title={texts.t('trial.pauseWhat')} aria-label={texts.t('trial.pauseSpoken')} onClick={() => void pauseTrial(host, trial.id)}>{texts.t('trial.pause')}</Button>}
        {mine && trial.pause && <Button key="resume" look="plain" aria-label={texts.t('trial.resumeSpoken')} onClick={() => void resumeTrial(host, trial.id)}>{texts.t('trial.resume')}</Button>}
        {mine && !isReturning && !isKeeping && <Button key="reject" onClick={() => void answer(host, trial.id, trial.session, 'reject')} why={why}>{texts.t('trial.reject')}</Button>}
        {mine && trial.phase !== 'activating' && !isReturning && !isKeeping && !isFailed && <Button key="accept" look="main" aria-busy={isAnswering} onClick={() => void answer(host, trial.id, trial.session, 'accept')} why={why}>{texts.t('trial.accept')}</Button>}
      </footer>
    </>
  );
}

/** Under the title: how far it is, or why it ends. */
function stageText(texts: Texts, state: HostState, trial: TrialView): string {
  switch (trial.phase) {
    case 'activating': {
      const stage = state.configurations[trial.to]?.accessPoint?.link?.stage;
      return stage ? texts.t('trial.connectingStage', { stage: sentence(texts, stage) }) : texts.t('trial.connecting');
    }
    case 'testing': case 'passed': {
      const { passed, count } = testCount(trial);
      return passed === count && count > 0 ? texts.t('trial.allPassed', { count }) : texts.t('trial.passed', { passed, count });
    }
    case 'keeping': case 'returning': return trial.end ? endReasonText(texts, trial.end) : '';
  }
}

function Countdown({ trial, seconds, state, tried }: { trial: TrialView; seconds: number | null; state: HostState; tried: ShownName }): ReactNode {
  const texts = useTexts();
  const goesOn = useHostTime((now) => (trial.pause ? clockText(texts, trial.pause.until, now) : ''));
  const keepsNew = trial.silence === 'keepsNew';
  const oldIsUp = state.configurations[trial.from]?.accessPoint?.link?.state === 'active';
  const heading = keepsNew ? (oldIsUp ? texts.t('trial.oldUnusable') : texts.t('trial.oldLost')) : trial.overlap ? texts.t('trial.keepingOld') : texts.t('trial.goingBackPossible');
  if (trial.phase === 'returning') return <div className="countdown"><RingIcon icon="back" /><div><h3>{texts.t('trial.goingBack')}</h3></div></div>;
  if (trial.phase === 'keeping') return <div className="countdown"><RingIcon icon="passed" /><div><h3><Words text="trial.staying" name={tried} /></h3></div></div>;
  if (trial.pause) return <div className="countdown"><RingIcon icon="stays" /><div><h3>{texts.t('trial.paused')}</h3><p>{texts.t('trial.pausedUntil', { time: goesOn })}</p></div></div>;
  if (seconds === null) return <div className="countdown"><RingIcon icon="busy" /><div><h3>{heading}</h3><p>{texts.t('trial.notUpYet')}</p></div></div>;
  const duration = durationText(texts, seconds * 1000);
  return (
    <div className="countdown">
      <Ring seconds={seconds} of={Math.round(trial.countdown / 1000)} label={texts.t('trial.secondsLeft', { count: seconds })} />
      <div><h3>{heading}</h3><p>{keepsNew ? texts.t('trial.stayingIn', { duration }) : texts.t('trial.goingBackIn', { duration })}</p></div>
    </div>
  );
}

/** What silence means; in the end, what became of the old link. */
function Foot({ trial, old, tried }: { trial: TrialView; old: ShownName; tried: ShownName }): ReactNode {
  const texts = useTexts();
  switch (trial.phase) {
    case 'activating': return texts.t('trial.footActivating');
    case 'testing': case 'passed': return trial.silence === 'keepsNew' ? <Words text="trial.footKeep" name={tried} /> : <Words text="trial.footBack" name={old} />;
    case 'keeping': return <Words text="trial.staying" name={tried} />;
    case 'returning': return <Words text={trial.overlap ? 'trial.footReturningKept' : 'trial.footReturning'} name={old} />;
  }
}
