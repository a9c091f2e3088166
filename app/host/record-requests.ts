import { RequestError, type RequestName } from '../contract/contract.ts';
import type { RecordCursor, RecordFilter } from '../contract/record.ts';
import type { ClientView } from '../contract/state.ts';
import type { RecordEntry } from '../contract/record-entry.ts';
import { roamingSettings } from '../core/roaming/settings.ts';
import { whatIf } from '../core/roaming/what-if.ts';
import type { Journal } from '../journal/journal.ts';
import type { RequestHandlers } from './requests.ts';

type RecordRequest = Extract<RequestName, `record.${string}` | `traffic.${string}` | `cap.${string}`>;

const day = 86_400_000;

/** Brings all texts with it, which nothing else in the host needs. */
const exporting = () => import('./export.ts');

/** The record is the user's: a program sees its own sessions alone. */
function onlyUser(client: ClientView): void {
  if (!client.isDesktop) throw new RequestError('notAllowed', 'The record is the user’s: only the window, and the command of the same user, read it or delete from it.');
}

/** Requests on the record, and on data caps. */
export const recordHandlers: Pick<RequestHandlers, RecordRequest> = {
  'record.page': ({ journal }, client, { filter, cursor, limit }) => { onlyUser(client); return journal.page({ filter, cursor, limit, order: 'newestFirst' }); },
  'record.about': ({ journal, core, lookAtCost }, client) => {
    onlyUser(client);
    lookAtCost();
    return journal.about(core.now() - day);
  },
  'record.export': async ({ journal }, client, input) => { onlyUser(client); return (await exporting()).exportPart(journal, input); },
  'record.delete': ({ journal, capsChanged }, client, { from, to }) => {
    onlyUser(client);
    if (from !== null && to !== null && to <= from) throw new RequestError('invalidInput', 'The range ends before it begins. Give a later end.');
    const records = journal.delete(from ?? -8e15, to ?? 8e15);
    capsChanged();
    return { records };
  },
  'record.whatIf': ({ core, journal, settingsFile }, client, { from, preset, roaming }) => {
    onlyUser(client);
    const own = settingsFile.content.settings.roaming;
    const questions = whatIf(all(journal, { from, kinds: ['decision', 'ignored', 'offerEnded', 'followed', 'sessionOpened', 'sessionClosed', 'linkDown'] }), roamingSettings(preset, { ...own, ...roaming }), core.now());
    return { asked: questions.filter(({ asked }) => asked).length, wouldAsk: questions.filter(({ wouldAsk }) => wouldAsk).length, questions };
  },
  'traffic.history': ({ journal }, client, { span, from, to }) => { onlyUser(client); return journal.history(span, from, to); },
  'cap.set': ({ core, settingsFile, driverName, capsChanged }, client, { about, cap }) => {
    onlyUser(client);
    const type = core.registry.get(about)?.type;
    if (cap && type !== 'internetAccessPoint' && type !== 'serviceNetwork') throw new RequestError('notFound', `There is no access point or service network "${about}". Choose one from the list.`);
    const { [about]: _, ...others } = settingsFile.content.caps[driverName] ?? {};
    settingsFile.change({ caps: { ...settingsFile.content.caps, [driverName]: cap ? { ...others, [about]: cap } : others } });
    capsChanged();
    return null;
  },
};

/** Oldest first; read part by part, so that not all of it is in memory at once. */
function* all(journal: Journal, filter: RecordFilter): Generator<{ at: number; entry: RecordEntry }> {
  let cursor: RecordCursor | null = null;
  do {
    const page: ReturnType<Journal['page']> = journal.page({ filter, cursor, limit: 500, order: 'oldestFirst' });
    yield* page.records;
    cursor = page.next;
  } while (cursor !== null);
}
