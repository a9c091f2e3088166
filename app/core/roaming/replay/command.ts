import { createTexts } from '../../../text/index.ts';
import { presets, roamingSettings, type RoamingSettings } from '../settings.ts';
import { parseJournal, replayJournal, type JournalOutcome } from './journal.ts';
import { journalText } from './journal-report.ts';
import type { ReplayOutcome } from './outcome.ts';
import { parseTrace } from './parse-trace.ts';
import { replay } from './replay.ts';
import { reportText } from './report.ts';

export { TraceError } from './parse-trace.ts';

/** A preset or a setting that there is not. The message says which there are. */
export class SettingError extends Error { override name = 'SettingError'; }

type Preset = keyof typeof presets;
const presetNames = Object.keys(presets) as Preset[];

export interface ReplayData extends ReplayOutcome {
  preset: string;
  settings: RoamingSettings;
  /** Questions asked with each preset, with the same single settings changed. */
  askedWith: Record<string, number>;
}

export interface JournalData extends JournalOutcome { preset: string; settings: RoamingSettings }

/**
 * What `npm run replay` prints, as text and as data: a trace with the wanted settings, and how often each of the other
 * presets would have asked; or an export of the record (".jsonl"), each of its decisions with the wanted settings.
 * Throws a TraceError or a SettingError.
 *
 * @param set such as "holdFor=5000"
 */
export async function replayCommand(file: string, text: string, options: { preset: string; set: readonly string[] }): Promise<{ text: string; data: ReplayData | JournalData }> {
  const preset = presetNames.find((each) => each === options.preset);
  if (!preset) throw new SettingError(`There is no preset "${options.preset}"; it is one of ${presetNames.join(', ')}.`);
  const changed = Object.fromEntries(options.set.map(parseSetting));
  return file.endsWith('.jsonl') ? journalCommand(file, text, preset, changed) : traceCommand(file, text, preset, changed);
}

function journalCommand(file: string, text: string, preset: Preset, changed: Record<string, number>): { text: string; data: JournalData } {
  const settings = roamingSettings(preset, changed);
  const recorded = parseJournal(file, text);
  const outcome = replayJournal(recorded, settings);
  return { text: journalText({ file, recorded, outcome, preset, changed }, createTexts('en')), data: { ...outcome, preset, settings } };
}

async function traceCommand(file: string, text: string, preset: Preset, changed: Record<string, number>): Promise<{ text: string; data: ReplayData }> {
  const settings = roamingSettings(preset, changed);
  const trace = parseTrace(file, text);
  const outcome = await replay(trace, settings);
  const others: { preset: string; outcome: ReplayOutcome }[] = [];
  for (const other of presetNames) if (other !== preset) others.push({ preset: other, outcome: await replay(trace, roamingSettings(other, changed)) });
  const count = ({ events }: ReplayOutcome) => events.filter((each) => each.event === 'asked').length;
  const askedWith = Object.fromEntries([[preset, count(outcome)], ...others.map((each) => [each.preset, count(each.outcome)])]);
  return { text: reportText({ trace, outcome, preset, changed, others }, createTexts('en')), data: { ...outcome, preset, settings, askedWith } };
}

function parseSetting(text: string): [string, number] {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  if (name === '') throw new SettingError(`--set ${text}: write it as name=value, such as holdFor=5000.`);
  if (!(name in presets.balanced)) throw new SettingError(`There is no setting "${name}"; there are ${Object.keys(presets.balanced).join(', ')}.`);
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw new SettingError(`--set ${text}: the value has to be a number (times in ms, levels in dBm).`);
  return [name, number];
}
