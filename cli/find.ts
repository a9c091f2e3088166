import type { ConfigurationView, HostState } from '../app/hub/client/index.ts';
import { configurationName, lossyText } from '../app/text/index.ts';
import { CommandError } from './exit.ts';
import type { Context } from './context.ts';

/** A configuration's name as this terminal shows it. */
export const nameOf = ({ texts }: Context, state: HostState, id: string): string => configurationName(texts, state.configurations[id]).plain;

function isCalled(context: Context, configuration: ConfigurationView, name: string): boolean {
  const ssid = configuration.accessPoint?.ssid ?? null;
  return [configuration.name, configuration.nickname, configurationName(context.texts, configuration).plain, ssid !== null && lossyText(ssid)].includes(name);
}

/** What the person means: an identifier, a name as shown, or an SSID. @throws CommandError where nothing or several things are called so */
export function find(context: Context, state: HostState, name: string): ConfigurationView {
  const byId = state.configurations[name];
  if (byId) return byId;
  const all = Object.values(state.configurations);
  const found = all.filter((each) => isCalled(context, each, name));
  // The stored one, where a network is stored and seen.
  const stored = found.filter((each) => each.stored);
  const [only] = stored.length === 1 ? stored : found;
  if (only && (found.length === 1 || stored.length === 1)) return only;
  if (found.length > 1) throw new CommandError('notFound', context.say('error.several', { name, ids: found.map(({ id }) => id).join(', ') }));
  const near = all.map((each) => configurationName(context.texts, each).plain).filter((each) => each.toLocaleLowerCase().includes(name.toLocaleLowerCase())).slice(0, 5);
  throw new CommandError('notFound', [context.say('error.unknown', { name }), near.length > 0 ? context.say('error.near', { names: context.texts.list(near) }) : ''].filter(Boolean).join(' '));
}

/** @throws CommandError for a service network */
export function findAccessPoint(context: Context, state: HostState, name: string): ConfigurationView & { accessPoint: NonNullable<ConfigurationView['accessPoint']> } {
  const found = find(context, state, name);
  const { accessPoint } = found;
  if (accessPoint === null) throw new CommandError('usage', context.say('error.notAccessPoint', { name }));
  return { ...found, accessPoint };
}
