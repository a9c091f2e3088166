import { hostTime, wayTo } from '../app/contract/reading.ts';
import type { IgnoreScope } from '../app/contract/values.ts';
import type { HostAccess } from '../app/host/host.ts';

/** What a person can do from tray and notification. */
export type Answer =
  | { readonly answer: 'migrate' | 'accept' | 'reject'; readonly session: string }
  | { readonly answer: 'ignore'; readonly session: string; readonly scope: IgnoreScope }
  | { readonly answer: 'dismissQuestion'; readonly question: string }
  | { readonly answer: 'connect'; readonly accessPoint: string }
  | { readonly answer: 'pauseRoaming'; readonly until: 'anHourFromNow' | 'quit' }
  | { readonly answer: 'resumeRoaming' };

const hour = 3_600_000;

/** Gives a person's answer to the host; rejects with its RequestError, for example when the offer has just ended. */
export async function giveAnswer(host: HostAccess, answer: Answer): Promise<void> {
  const { desktop } = host;
  switch (answer.answer) {
    case 'migrate': await host.request(desktop, 'session.migrate', { session: answer.session }); return;
    case 'accept': await host.request(desktop, 'session.accept', { session: answer.session }); return;
    case 'reject': await host.request(desktop, 'session.reject', { session: answer.session }); return;
    case 'ignore': await host.request(desktop, 'session.ignore', { session: answer.session, scope: answer.scope }); return;
    case 'dismissQuestion': await host.request(desktop, 'question.dismiss', { question: answer.question }); return;
    case 'connect': {
      const way = wayTo(host.snapshot().state, answer.accessPoint);
      if (way.way === 'roam') { await host.request(desktop, 'session.roamTo', { session: way.session, configuration: answer.accessPoint }); return; }
      const session = way.session ?? (await host.request(desktop, 'session.create', { configuration: answer.accessPoint })).session;
      await host.request(desktop, 'session.open', { session });
      return;
    }
    case 'pauseRoaming': await host.request(desktop, 'roaming.pause', { until: answer.until === 'quit' ? null : hostTime(host.snapshot().state.clock) + hour }); return;
    case 'resumeRoaming': await host.request(desktop, 'roaming.resume', null); return;
    default: answer satisfies never;
  }
}
