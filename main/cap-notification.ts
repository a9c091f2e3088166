import type { HostState } from '../app/contract/state.ts';
import { bytesText, nameLookup, type Texts } from '../app/text/index.ts';
import type { Subject } from './told-once.ts';

/** The data cap that is used up the furthest, warned of or reached; null: all is within its caps. */
export function capSubject(state: HostState, texts: Texts, { open }: { open(): void }): Subject | null {
  const [most] = Object.entries(state.caps).filter(([, { level }]) => level !== 'within')
    .sort(([, a], [, b]) => Number(b.level === 'reached') - Number(a.level === 'reached') || b.used / b.cap.bytes - a.used / a.cap.bytes);
  if (!most) return null;
  const [about, { level, used, cap, from }] = most;
  const title = texts.t(level === 'reached' ? 'notification.capReachedTitle' : 'notification.capWarnedTitle', { name: nameLookup(texts, state.configurations)(about) });
  const body = texts.t(level === 'reached' ? 'notification.capReachedBody' : 'notification.capWarnedBody', { used: bytesText(texts, used), limit: bytesText(texts, cap.bytes) });
  return { key: `${level} ${about} ${from}`, settle: 0, message: state.settings.notifyCaps ? { title, body, buttons: [], chosen: open } : null };
}
