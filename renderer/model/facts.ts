import type { Texts } from '../../app/text/index.ts';
import { bandText, durationText, levelText, millisecondsText, securityText, shareText, showName, showSentence, speedText, testName } from '../../app/text/index.ts';
import { bearers } from '../../app/contract/values.ts';
import type { HostState, OfferView, Standing, TestLine, TrialView } from '../../app/contract/state.ts';
import type { Tone } from './row.ts';

/** One cell of the comparison: what it says, and the mark in its icon slot. */
export interface Cell { readonly text: string; readonly mark: 'passed' | 'failed' | 'warned' | 'running' | 'waiting' | null }
export interface FactRow { readonly key: string; readonly label: string; readonly current: Cell; readonly other: Cell; readonly isBad: boolean }

const plain = (text: string): Cell => ({ text, mark: null });

/** What an offer compares: the facts of both, as they were when the engine decided; only times run on. `now` is host time. */
export function offerFacts(texts: Texts, state: HostState, offer: OfferView, now: number): FactRow[] {
  const { currentStanding: current, candidateStanding: candidate } = offer;
  const row = (key: string, label: string, one: Cell, other: Cell): FactRow => ({ key, label, current: one, other, isBad: false });
  const link = state.configurations[offer.current]?.accessPoint?.link;
  const address = link ? state.interfaces[link.interface]?.addresses[0]?.address : undefined;
  const rows = [
    row('internet', texts.t('facts.internet'), internetCell(texts, current, now), internetCell(texts, candidate, now)),
    row('link', texts.t('facts.link'), plain(linkText(texts, state, current)), plain(linkText(texts, state, candidate))),
    row('cost', texts.t('facts.cost'), plain(costText(texts, current)), plain(costText(texts, candidate))),
    row('security', texts.t('facts.security'), plain(secured(texts, current)), plain(secured(texts, candidate))),
    row('address', texts.t('facts.address'), plain(address ?? texts.t('measured.not')), plain(offer.isSeamless ? texts.t('facts.addressStays') : texts.t('facts.addressChanges'))),
  ];
  if (offer.reason.code === 'betterClass' && offer.reason.by === 'order') rows.unshift(row('order', texts.t('facts.order'), plain(rank(texts, current)), plain(rank(texts, candidate))));
  return rows;
}

function internetCell(texts: Texts, standing: Standing, now: number): Cell {
  if (!standing.inReach) return { text: texts.t('facts.outOfReach'), mark: 'failed' };
  switch (standing.connectivity) {
    case 'full': return { text: texts.t('facts.reached'), mark: 'passed' };
    case 'none': return { text: texts.t('facts.noneFor', { duration: durationText(texts, now - standing.connectivitySince) }), mark: 'failed' };
    case 'portal': return { text: texts.t('facts.portal'), mark: 'warned' };
    case 'limited': return { text: texts.t('facts.limited'), mark: 'warned' };
    case 'unknown': return plain(texts.t('facts.unchecked'));
  }
}

function linkText(texts: Texts, state: HostState, standing: Standing): string {
  const configuration = state.configurations[standing.accessPoint];
  const device = state.interfaces[configuration?.accessPoint?.link?.interface ?? configuration?.accessPoint?.interfaces[0] ?? ''];
  const kind = standing.kind === 'wired' ? texts.t('facts.wired') : standing.kind === 'mobile' ? texts.t('facts.mobile') : texts.of(`kind.${standing.kind}`);
  const detail = standing.kind === 'wired' ? (device?.speed ? speedText(texts, device.speed) : '')
    : standing.kind === 'mobile' && configuration && configuration.bearer !== 'unknown' ? bearers[configuration.bearer].name
      : texts.facts([standing.frequency === null ? '' : bandText(texts, standing.frequency), standing.level === null ? '' : levelText(texts, standing.level)]);
  return standing.kind === 'wifi' ? detail || kind : texts.facts([kind, detail]);
}
const costText = (texts: Texts, { metered }: Standing): string => (metered ? texts.t('facts.metered') : texts.t('facts.unmetered'));
const secured = (texts: Texts, { security }: Standing): string => (security === null ? texts.t('measured.not') : securityText(texts, security));
const rank = (texts: Texts, { order }: Standing): string => (order === null ? texts.t('measured.not') : texts.t('facts.rank', { count: order }));

/** The lines of the carrier test, the old link beside the new one. */
export function trialFacts(texts: Texts, trial: TrialView): FactRow[] {
  return trial.tests.map((line) => ({
    key: line.test, label: testName(texts, line), current: oldCell(texts, line), other: newCell(texts, line, trial.phase), isBad: line.status === 'failed',
  }));
}

function oldCell(texts: Texts, line: TestLine): Cell {
  const mark = line.oldStatus === 'failed' ? 'failed' : line.oldStatus === 'warned' ? 'warned' : null;
  return { text: valueText(texts, line, line.old, line.oldStatus === 'failed'), mark };
}

function newCell(texts: Texts, line: TestLine, phase: TrialView['phase']): Cell {
  const isUnderWay = phase === 'activating' || phase === 'testing' || phase === 'passed';
  switch (line.status) {
    case 'waiting': return isUnderWay ? { text: texts.t('test.waiting'), mark: 'waiting' } : plain(texts.t('test.skipped'));
    case 'running': return isUnderWay ? { text: line.value ? valueText(texts, line, line.value, false) : texts.t('test.running'), mark: 'running' } : plain(texts.t('test.skipped'));
    case 'skipped': return plain(withNote(texts, line, texts.t('test.skipped')));
    case 'passed': return { text: line.value ? valueText(texts, line, line.value, false) : texts.t('test.passed'), mark: 'passed' };
    case 'warned': return { text: withNote(texts, line, line.value ? valueText(texts, line, line.value, false) : texts.t('test.passed')), mark: 'warned' };
    case 'failed': return { text: valueText(texts, line, line.value, true), mark: 'failed' };
  }
}

/** With why it says no more, where that is told. */
const withNote = (texts: Texts, { why }: TestLine, text: string): string => (why ? texts.t('test.with', { text, why: texts.of(`test.why.${why}`) }) : text);

function valueText(texts: Texts, line: TestLine, value: TestLine['value'], isFailed: boolean): string {
  if (value === null) {
    if (!isFailed) return texts.t('measured.not');
    switch (line.test) {
      case 'address': return texts.t('test.noAddress');
      case 'gateway': case 'names': return texts.t('test.noAnswer');
      case 'internet': return texts.t('test.notReached');
      case 'loss': case 'client': return texts.t('test.failed');
    }
  }
  if ('share' in value) return texts.facts([value.ms === null ? '' : millisecondsText(texts, value.ms), texts.t('test.lost', { share: shareText(texts, value.share) })]);
  if ('ms' in value) return line.test === 'internet' ? texts.facts([texts.t('facts.reached'), millisecondsText(texts, value.ms)]) : millisecondsText(texts, value.ms);
  if ('text' in value) return showName(value.text).plain;
  switch (value.connectivity) {
    case 'full': return texts.t('facts.reached');
    case 'none': return texts.t('test.notReached');
    case 'portal': return value.address === undefined ? texts.t('facts.portal') : texts.t('test.with', { text: texts.t('facts.portal'), why: showSentence(value.address) });
    case 'limited': return texts.t('facts.limited');
    case 'unknown': return texts.t('facts.unchecked');
  }
}

/** How many of the tests that count have passed. */
export function testCount(trial: TrialView): { passed: number; count: number } {
  const counted = trial.tests.filter(({ status }) => status !== 'skipped');
  return { passed: counted.filter(({ status }) => status === 'passed' || status === 'warned').length, count: counted.length };
}

/** Whole seconds until silence answers; null while nothing counts down. Never below zero. */
export const secondsLeft = (trial: TrialView, now: number): number | null =>
  (trial.deadline === null || trial.phase === 'returning' || trial.phase === 'keeping' ? null : Math.max(0, Math.ceil((trial.deadline - now) / 1000)));

/** The seconds at which the countdown is spoken. */
export const spokenAt = [20, 10, 5] as const;
/** The mark of the countdown that was reached last: 20, 10 or 5; null before the first. */
export const spokenMark = (seconds: number): number | null => [...spokenAt].reverse().find((mark) => seconds <= mark) ?? null;

export const toneOf = (mark: Cell['mark']): Tone => (mark === 'passed' ? 'ok' : mark === 'failed' ? 'bad' : mark === 'warned' ? 'warn' : 'faint');
