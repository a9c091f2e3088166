import { RequestError } from '../contract/contract.ts';
import type { managementRequests } from '../contract/management.ts';
import type { ClientView } from '../contract/state.ts';
import type { RequestHandlers } from './requests.ts';

/** Secrets pass between the user and the platform; no other program is let in between. */
function onlyUser(client: ClientView): void {
  if (!client.isDesktop) throw new RequestError('notAllowed', 'Passwords and what is stored are for the user at the desktop alone.');
}

/** The requests of contract/management.ts, carried out. */
export const managementHandlers: Pick<RequestHandlers, keyof typeof managementRequests> = {
  'accessPoint.connect': ({ management }, client, wanted) => { onlyUser(client); return management.connect(wanted); },
  'accessPoint.cancelConnect': ({ management }, client) => { onlyUser(client); management.cancelConnect(); return null; },
  'accessPoint.profile': ({ management }, _client, { accessPoint }) => management.profile(accessPoint),
  'accessPoint.change': async ({ management }, client, input) => { onlyUser(client); await management.change(input); return null; },
  'accessPoint.forget': ({ management }, client, { accessPoint }) => { onlyUser(client); return management.forget(accessPoint); },
  'accessPoint.restore': async ({ management }, client, { undo }) => { onlyUser(client); await management.restore(undo); return null; },
  'accessPoint.share': ({ management }, client, { accessPoint }) => { onlyUser(client); return management.share(accessPoint); },

  'accessPoint.nickname': ({ settingsFile, core, nicknamed }, client, { accessPoint, nickname }) => {
    onlyUser(client);
    if (core.registry.get(accessPoint)?.type !== 'internetAccessPoint') throw new RequestError('notFound', `There is no access point "${accessPoint}". Look at the list again.`);
    const { [accessPoint]: _before, ...others } = settingsFile.content.nicknames;
    settingsFile.change({ nicknames: nickname === null ? others : { ...others, [accessPoint]: nickname } });
    nicknamed(accessPoint);
    return null;
  },

  'radio.set': async ({ management }, client, { radio, on }) => { onlyUser(client); await management.setRadio(radio, on); return null; },
  'radio.airplane': async ({ management }, client, { on }) => { onlyUser(client); await management.setAirplane(on); return null; },
  'hotspot.start': async ({ management }, client, wanted) => { onlyUser(client); await management.startHotspot(wanted); return null; },
  'hotspot.stop': async ({ management }, client) => { onlyUser(client); await management.stopHotspot(); return null; },

  'secret.give': async ({ management }, client, { request, secret }) => { onlyUser(client); await management.giveSecret(request, secret); return null; },
  'secret.refuse': async ({ management }, client, { request }) => { onlyUser(client); await management.refuseSecret(request); return null; },
};
