import type { ClientView, ConfigurationView } from '../contract/state.ts';
import { userChoice } from '../contract/values.ts';
import { lossyText, showName, type ShownName } from './show-name.ts';
import type { Texts } from './texts.ts';

/** What Handover itself calls a thing is translated; what a user or a network calls it never is. */
const ours = { Cable: 'name.cable', Phone: 'name.phone' } as const;

/**
 * The name of a configuration, showable. A profile's own name stands before the network's; a network that is only seen
 * is named by its bytes; one without a name is said to be hidden.
 */
export function configurationName(texts: Texts, configuration: ConfigurationView | undefined): ShownName {
  if (!configuration) return showName(texts.t('name.unknown'));
  const { name, nickname, accessPoint } = configuration;
  if (nickname !== null) return showName(nickname);
  if (configuration.type === 'userChoice') return showName(texts.t('name.userChoice'));
  // The built-in network of all that is stored has no name of its own.
  if (configuration.type === 'serviceNetwork' && name === '') return showName(texts.t(configuration.stored ? 'name.unnamed' : 'name.allNetworks'));
  const ssid = accessPoint?.ssid ?? null;
  if (ssid !== null && (!configuration.stored || name === '' || name === lossyText(ssid))) {
    // Some hidden networks announce zero bytes in place of their name.
    return /^(00)*$/.test(ssid) ? showName(name !== '' && configuration.stored ? name : texts.t('name.hidden')) : showName({ hex: ssid });
  }
  if (accessPoint && accessPoint.kind !== 'wifi' && name in ours) return showName(texts.t(ours[name as keyof typeof ours]));
  if (name === '') return showName(texts.t(accessPoint?.kind === 'wired' ? 'name.cable' : accessPoint?.kind === 'mobile' ? 'name.phone' : 'name.unnamed'));
  return showName(name);
}

/** The network's own name where the user or a profile calls it differently; else null. */
export function networkName(configuration: ConfigurationView): ShownName | null {
  const ssid = configuration.accessPoint?.ssid ?? null;
  const isCalledOtherwise = configuration.nickname !== null || (ssid !== null && configuration.stored && configuration.name !== '' && configuration.name !== lossyText(ssid));
  return ssid !== null && !/^(00)*$/.test(ssid) && isCalledOtherwise ? showName({ hex: ssid }) : null;
}

/** The name of a client; programs name themselves, so it is as hostile as a network's. */
export function clientName(texts: Texts, client: ClientView): ShownName {
  if (client.isDesktop) return showName(texts.t('name.desktop'));
  if (client.name === 'Call') return showName(texts.t('name.call'));
  return showName(client.name === '' ? texts.t('name.unnamed') : client.name);
}

export { userChoice };

/** The name of what a session is for, by its id: of a configuration, or of the user choice. */
export const configurationNameById = (texts: Texts, configurations: Readonly<Record<string, ConfigurationView>>, id: string): ShownName =>
  (id === userChoice ? showName(texts.t('name.userChoice')) : configurationName(texts, configurations[id]));

/** Looks names up in a state: by the id of a configuration, as isolated text for the middle of a sentence. */
export type NameOf = (configuration: string) => string;
export const nameLookup = (texts: Texts, configurations: Readonly<Record<string, ConfigurationView>>): NameOf =>
  (id) => configurationNameById(texts, configurations, id).isolated;
