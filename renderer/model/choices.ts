import { isInReach } from '../../app/contract/reading.ts';
import type { ConfigurationView, HostState, QuestionView } from '../../app/contract/state.ts';
import type { Texts } from '../../app/text/index.ts';
import { durationText } from '../../app/text/index.ts';
import { arrange } from './arrangement.ts';
import { hindrance } from './connection.ts';

/**
 * What a question can be answered with: the user's service networks, then what is stored and in reach, in the order of the list.
 * Ids of configurations.
 */
export function choices(state: HostState): string[] {
  const networks = Object.values(state.configurations).filter((one) => one.type === 'serviceNetwork' && one.stored && isInReach(one))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  const points = arrange(state).flatMap(({ members }) => members).filter((id) => { const one = state.configurations[id]; return one !== undefined && one.stored && isInReach(one) && hindrance(state, one) !== 'unmanaged'; });
  return [...networks.map(({ id }) => id), ...points];
}

/** What stands in the list while a question is up: no row that stands moves or goes; what comes into reach comes at the end. */
export function holdChoices(standing: readonly string[], wanted: readonly string[]): readonly string[] {
  const fresh = wanted.filter((id) => !standing.includes(id));
  return fresh.length === 0 ? standing : [...standing, ...fresh];
}

/** It can be chosen now: there, and in reach. */
export const canBeChosen = (configuration: ConfigurationView | undefined): configuration is ConfigurationView => configuration !== undefined && isInReach(configuration);

/** Chosen before the user chooses: the first that did not just fail. */
export const firstChoice = (rows: readonly string[], { failed }: QuestionView): string | null => rows.find((id) => id !== failed?.configuration) ?? rows[0] ?? null;

/** How many members of a service network are in reach. */
export const membersInReach = (state: HostState, { members }: ConfigurationView): number =>
  members.filter((id) => canBeChosen(state.configurations[id])).length;

/** How long a question stays, said so that it seldom changes: whole minutes, tens of seconds in the last one. Both ms of host time. */
export function leftText(texts: Texts, expiresAt: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((expiresAt - now) / 1000));
  return seconds > 60 ? texts.t('unit.minutes', { value: Math.ceil(seconds / 60) }) : durationText(texts, Math.ceil(seconds / 10) * 10_000);
}
