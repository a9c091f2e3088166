import { useEffect, useState, type ReactNode } from 'react';
import type { RequestOutput } from '../../app/contract/contract.ts';
import { clockText, offerReasonText } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { Segments } from '../settings/controls.tsx';
import { useHost, useHostState, useNames, useNow, useTexts } from '../store/context.tsx';

type Outcome = RequestOutput<'record.whatIf'>;
const presets = ['conservative', 'balanced', 'eager'] as const;
type Preset = (typeof presets)[number];
const week = 7 * 86_400_000;

/** How often one was asked in a week, and how often with other settings; with the questions. */
export function WhatIf(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const nameOf = useNames();
  const now = useNow();
  const own = useHostState((state) => state.settings.roamingPreset);
  const [preset, setPreset] = useState<Preset>(own === 'conservative' ? 'eager' : 'conservative');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    let isOver = false;
    const clock = host.getState().state?.clock;
    const from = (clock ? clock.at + (Date.now() - clock.wall) * clock.speed : Date.now()) - week;
    host.request('record.whatIf', { from, preset, roaming: {} }).then((got) => { if (!isOver) setOutcome(got); }, () => { /* the timeline says what is wrong */ });
    return () => { isOver = true; };
  }, [host, preset]);
  if (!outcome) return null;
  return (
    <section className="what-if" aria-label={texts.t('whatIf.title')}>
      <p>{texts.t('sentence.and', { first: texts.t('whatIf.asked', { count: outcome.asked }), second: texts.t('whatIf.would', { preset: texts.of(`settings.preset.${preset}`), count: outcome.wouldAsk }) })}</p>
      <button type="button" className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{texts.t(isOpen ? 'activity.hide' : 'whatIf.try')}</button>
      {isOpen && (
        <div className="what-if-more">
          <Segments label={texts.t('settings.preset')} value={preset} onChange={setPreset} choices={presets.map((id) => ({ id, label: texts.of(`settings.preset.${id}`) }))} />
          {outcome.questions.length === 0 ? <p className="secondary">{texts.t('whatIf.none')}</p> : (
            <ul>
              {outcome.questions.slice(-20).reverse().map((question) => (
                <li key={`${question.at} ${question.candidate}`}>
                  <span className="number">{clockText(texts, question.at, now)}</span>
                  <span>{texts.t('record.offer', { current: nameOf(question.current), candidate: nameOf(question.candidate) })} <span className="secondary">{question.currentStanding ? `${offerReasonText(texts, { ...question, currentStanding: question.currentStanding }, nameOf, question.at)}${texts.t('record.stop')}` : ''}</span></span>
                  <span className="secondary">{texts.of(`whatIf.${question.asked ? (question.wouldAsk ? 'both' : 'notAsked') : 'added'}`)}</span>
                </li>
              ))}
            </ul>
          )}
          <p className="hint">{texts.t('whatIf.estimate')}</p>
          {preset !== own && <Button onClick={() => void host.act('settings', 'saving', () => host.request('settings.change', { roamingPreset: preset }), (state) => state.settings.roamingPreset === preset)}>{texts.t('whatIf.use', { preset: texts.of(`settings.preset.${preset}`) })}</Button>}
        </div>
      )}
    </section>
  );
}
