import { useEffect, useState, type ComponentType } from 'react';
import { onDemand, type OnDemand } from '../parts/onDemand.tsx';
import type { Page } from '../store/view-store.ts';

type Rest = Exclude<Page, 'accessPoints'>;

/** The pages beside the first one, each read when somebody goes there, or is about to. */
export const pages: Readonly<Record<Rest, OnDemand<object>>> = {
  sessions: page(async () => (await import('../sessions/SessionsPage.tsx')).SessionsPage),
  traffic: page(async () => (await import('../traffic/TrafficPage.tsx')).TrafficPage),
  activity: page(async () => (await import('../activity/ActivityPage.tsx')).ActivityPage),
  simulator: page(async () => (await import('../simulator/SimulatorPage.tsx')).SimulatorPage),
  settings: page(async () => (await import('../settings/SettingsPage.tsx')).SettingsPage),
  help: page(async () => (await import('../help/HelpPage.tsx')).HelpPage),
};

function page(load: () => Promise<ComponentType>): OnDemand<object> { return onDemand<object>(load); }

/** The page to be drawn: the one that was asked for, as soon as it has been read; until then the one before stays. */
export function useDrawnPage(asked: Page): Page {
  const [drawn, setDrawn] = useState(asked);
  const isThere = asked === 'accessPoints' || pages[asked].isRead();
  useEffect(() => {
    let isAsked = true;
    const draw = (): void => { if (isAsked) setDrawn(asked); };
    if (isThere) draw(); else void pages[asked].read().then(draw);
    return () => { isAsked = false; };
  }, [asked, isThere]);
  return isThere ? asked : drawn;
}

/** Somebody points at the way to it. */
export const readAhead = (id: Page): void => { if (id !== 'accessPoints') void pages[id].read().catch(() => { /* told where it is opened */ }); };
