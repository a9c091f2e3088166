import { currentAccessPoint, linkInterface, promptOf } from '../app/contract/reading.ts';
import type { HostState } from '../app/contract/state.ts';
import { nameLookup, type Texts } from '../app/text/index.ts';
import type { NotifierMessage } from './notifier.ts';
import type { Subject } from './told-once.ts';

/** ms; links come back by themselves after a moment, after a sleep for instance. */
const settle = { lost: 5_000, connected: 2_000, portal: 2_000 };

/** How the machine is connected, as far as it is worth telling: lost, behind a sign-in page, connected elsewhere. */
export class News {
  /** The access point that carried last; null until there was one. */
  private carried: string | null = null;

  /** `isBeginning`: the first connection of this run, which is no news. asBefore: nothing can be said now. */
  read(state: HostState, texts: Texts, { open }: { open(): void }): { subject: Subject; isBeginning: boolean } | 'asBefore' {
    // In a trial the machine moves by the person's own word; without a manager nothing is known.
    if (!state.driver.available || state.trial) return 'asBefore';
    const { notifyConnected, notifyLost, notifyPortals } = state.settings;
    const nameOf = nameLookup(texts, state.configurations);
    const message = (title: string, body: string): NotifierMessage => ({ title, body, buttons: [], chosen: open });
    const current = currentAccessPoint(state);
    const configuration = current === null ? undefined : state.configurations[current];
    if (current === null || configuration?.accessPoint?.link?.state !== 'active') {
      if (this.carried === null) return 'asBefore';
      // The offer that follows a loss says it too.
      const isTold = notifyLost && promptOf(state).kind === 'none';
      return { isBeginning: false, subject: { key: 'lost', settle: settle.lost, message: isTold ? message(texts.t('notification.lostTitle'), texts.t('notification.lostBody', { name: nameOf(this.carried) })) : null } };
    }
    const isBeginning = this.carried === null;
    this.carried = current;
    const connectivity = linkInterface(state, configuration)?.connectivity ?? 'unknown';
    const name = nameOf(current);
    if (connectivity === 'portal')
      return { isBeginning: false, subject: { key: `portal ${current}`, settle: settle.portal, message: notifyPortals ? message(texts.t('notification.portalTitle', { name }), texts.t('notification.portalBody')) : null } };
    return { isBeginning, subject: { key: `connected ${current}`, settle: settle.connected, message: notifyConnected ? message(texts.t('notification.connectedTitle', { name }), texts.of(`notification.connectedBody.${connectivity}`)) : null } };
  }
}
