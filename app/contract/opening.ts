import type { NetworkSession } from './session.ts';

/** How long the outcome of an opening is waited for. */
export interface Patience {
  /** ms; negative: as long as it takes */
  readonly ms: number;
  /** Calls once after so long; the result cancels. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** It was waited for in vain. */
  readonly over?: () => void;
}

/** Whether a session is open, or becomes so by an opening that is under way: false at once where none is, or none is waited for (`waitForOpened`). */
export function outcomeOfOpening(session: Pick<NetworkSession, 'isOpen' | 'state' | 'on'>, { ms, after, over }: Patience): Promise<boolean> {
  if (session.isOpen) return Promise.resolve(true);
  if (ms === 0 || (session.state !== 'connecting' && session.state !== 'connected')) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (opened: boolean) => { for (const off of offs) off(); resolve(opened); };
    const offs = [
      session.on('opened', () => { end(true); }),
      session.on('error', () => { end(false); }),
      session.on('closed', () => { end(false); }),
      session.on('stateChanged', (state) => { if (state === 'disconnected' || state === 'notAvailable') end(false); }),
      ...(ms > 0 ? [after(ms, () => { over?.(); end(false); })] : []),
    ];
  });
}
