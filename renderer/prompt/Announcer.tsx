import { useEffect, useRef, useState, type ReactNode } from 'react';
import { configurationName, endReasonText, offerReasonText } from '../../app/text/index.ts';
import { secondsLeft, spokenMark } from '../model/facts.ts';
import { hostTime, windowPrompt } from '../../app/contract/reading.ts';
import { useHostState, useHostTime, useNames, useTexts } from '../store/context.tsx';
import { questionSpoken } from './question.ts';

/**
 * Tells a screen reader, politely, what the prompt shows: an offer or a question once, the start and the end of a trial, and the countdown at
 * 20, 10 and 5 s only.
 */
export function Announcer(): ReactNode {
  const texts = useTexts();
  const nameOf = useNames();
  const state = useHostState((all) => all);
  const [says, setSays] = useState('');
  const told = useRef(new Set<string>());
  const prompt = windowPrompt(state);
  const { trial } = state;
  const offer = prompt.kind === 'offer' ? prompt.offer : undefined;
  const question = prompt.kind === 'question' ? prompt.question : undefined;
  const mark = useHostTime((now) => { const left = trial ? secondsLeft(trial, now) : null; return left === null ? null : spokenMark(left); });

  useEffect(() => {
    const tell = (key: string, text: () => string): void => { if (!told.current.has(key)) { told.current.add(key); setSays(text()); } };
    const plain = (id: string): string => configurationName(texts, state.configurations[id]).spoken;
    if (offer) tell(`offer ${offer.id}`, () => texts.t('offer.spoken', { name: plain(offer.candidate), reason: offerReasonText(texts, offer, nameOf, hostTime(state.clock)) }));
    if (question) tell(`question ${question.id}`, () => questionSpoken(texts, state, question));
    if (!trial) return;
    if (trial.phase === 'returning' || trial.phase === 'keeping') {
      tell(`end ${trial.id}`, () => texts.t('sentence.and', {
        first: trial.end ? endReasonText(texts, trial.end) : '', second: trial.phase === 'returning' ? texts.t('trial.titleReturning', { name: plain(trial.from) }) : texts.t('trial.titleKeeping', { name: plain(trial.to) }),
      }));
    } else if (mark !== null) {
      tell(`countdown ${trial.id} ${mark}`, () => texts.t('trial.spokenLeft', { count: Math.min(mark, secondsLeft(trial, hostTime(state.clock)) ?? mark), name: plain(trial.to) }));
    } else tell(`trial ${trial.id}`, () => texts.t('trial.spokenStart', { name: plain(trial.to) }));
  }, [offer, question, trial, mark, texts, nameOf, state]);

  return <div role="status" aria-live="polite" aria-atomic="true" className="hidden">{says}</div>;
}
