import type { RecordEntry } from '../contract/record-entry.ts';
import type { NameOf } from './names.ts';
import { driverFailureText, endReasonText, gateReasonText, holdReasonText, offerReasonText, sessionErrorText } from './reasons.ts';
import { showName, showSentence } from './show-name.ts';
import type { TextKey, Texts } from './texts.ts';
import { bytesText, levelText } from './units.ts';

/** Connectivities have words of their own in sentences. */
const reaches = ['none', 'portal', 'limited', 'full'];

/** What happened, in one sentence without its full stop, and why, in sentences; "" where there is nothing more to say. `at` is the time of the entry. */
export function recordText(texts: Texts, entry: RecordEntry, nameOf: NameOf, at: number): { what: string; why: string } {
  const client = (name: string): string => showName(name === 'Desktop' ? texts.t('name.desktop') : name).isolated;
  const answeredBy = (name: string): string => (name === 'Desktop' ? texts.t('record.by.user') : texts.t('record.by.program', { client: client(name) }));
  const say = (key: TextKey, values: Record<string, string | number> = {}, why = ''): { what: string; why: string } => ({ what: texts.of(key, values), why });
  switch (entry.kind) {
    case 'sessionOpened': return say('record.sessionOpened', { client: client(entry.client), name: nameOf(entry.accessPoint) });
    case 'sessionClosed': return say('record.sessionClosed', { client: client(entry.client), name: nameOf(entry.accessPoint) }, joined(texts, [
      entry.error === null ? '' : sessionErrorText(texts, entry.error), texts.t('record.bytes', { received: bytesText(texts, entry.received), sent: bytesText(texts, entry.sent) })]));
    case 'openFailed': return say('record.openFailed', { client: client(entry.client), name: nameOf(entry.configuration) }, failure(texts, entry.failure));
    case 'decision': {
      const { candidate, current, outcome } = entry.decision;
      const name = nameOf(candidate.accessPoint);
      switch (outcome.outcome) {
        case 'offered': return say('record.decided', { name }, current ? `${offerReasonText(texts, { reason: outcome.reason, current: current.accessPoint, candidate: candidate.accessPoint, currentStanding: current, candidateStanding: candidate }, nameOf, at)}${texts.t('record.stop')}` : '');
        case 'gated': return say('record.notOffered', { name }, gateReasonText(texts, outcome.reason, at));
        case 'held': return say('record.notOffered', { name }, holdReasonText(texts, outcome.reason, at));
        default: return outcome satisfies never;
      }
    }
    case 'offer': return say('record.offer', { current: nameOf(entry.offer.current), candidate: nameOf(entry.offer.candidate) }, `${offerReasonText(texts, entry.offer, nameOf, at)}${texts.t('record.stop')}`);
    case 'offerEnded': return say('record.offerEnded', { candidate: nameOf(entry.candidate) }, entry.end.code === 'accepted' ? texts.t('record.offerTaken') : endReasonText(texts, entry.end));
    case 'answer': return say(`record.answer.${entry.answer}`, { name: nameOf(entry.candidate) }, entry.how === 'asked' ? answeredBy(entry.by) : texts.t(`record.by.${entry.how}`));
    case 'ignored': return say('record.ignored', { name: nameOf(entry.candidate) }, joined(texts, [texts.of(`record.scope.${entry.scope}`), answeredBy(entry.by)]));
    case 'trialStarted': return say('record.trialStarted', { from: nameOf(entry.trial.from), to: nameOf(entry.trial.to) });
    case 'trialTested': return say(entry.passed ? 'record.testsPassed' : 'record.testsFailed', {}, joined(texts, entry.tests.map(({ test, status }) => texts.t('record.test', { test: texts.of(`test.${test}`), status: texts.of(`record.status.${status}`) }))));
    case 'trialEnded': return say(entry.end.code === 'accepted' || entry.end.code === 'keptOnSilence' ? 'record.trialKept' : 'record.trialBack', { from: nameOf(entry.from), to: nameOf(entry.to) }, endReasonText(texts, entry.end));
    case 'followed': return say('record.followed', { from: nameOf(entry.from), to: nameOf(entry.to) }, texts.t('record.bySystem'));
    case 'radioChanged': return say('record.radioChanged', { name: nameOf(entry.accessPoint) }, texts.t('record.radios', { from: entry.from, to: entry.to, level: entry.level === null ? '–' : levelText(texts, entry.level) }));
    case 'linkUp': return say('record.linkUp', { name: nameOf(entry.accessPoint) }, entry.byHandover ? texts.t('record.byHandover') : '');
    case 'linkDown': return say('record.linkDown', { name: nameOf(entry.accessPoint) }, entry.byHandover ? texts.t('record.byHandover') : '');
    case 'activationFailed': return say('record.activationFailed', { name: nameOf(entry.accessPoint) }, failure(texts, entry.failure));
    case 'connectivity': return say(reaches.includes(entry.connectivity) ? `record.connectivity.${entry.connectivity}` as TextKey : 'record.connectivity.unknown', { name: nameOf(entry.accessPoint) });
    case 'manager': return say(entry.available ? 'record.managerBack' : 'record.managerGone', {}, entry.reason && showSentence(entry.reason));
    case 'scan': return say(`record.scan.${entry.asked}`);
    case 'cap': return say(`record.cap.${entry.level}`, { name: nameOf(entry.about) }, texts.t('record.capUsed', { used: bytesText(texts, entry.used), limit: bytesText(texts, entry.limit) }));
    default: return entry satisfies never;
  }
}

const failure = (texts: Texts, failed: Parameters<typeof driverFailureText>[1]): string => {
  const { all, platform } = driverFailureText(texts, failed);
  return joined(texts, [all, platform]);
};

/** Sentences one after the other, empty ones left out; Chinese has no space between them. */
const joined = (texts: Texts, sentences: readonly string[]): string =>
  sentences.filter(Boolean).reduce((first, second) => (first === '' ? second : texts.t('sentence.and', { first, second })), '');
