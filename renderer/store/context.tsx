import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { createTexts, languageTag, nameLookup, resolveLanguage, type NameOf, type Texts } from '../../app/text/index.ts';
import type { HostState } from '../../app/contract/state.ts';
import { hostTime } from '../../app/contract/reading.ts';
import { onTick } from './ticks.ts';
import type { Host, HostStore } from './host-store.ts';
import { TrafficHistory } from './traffic-history.ts';
import type { View, ViewState } from './view-store.ts';

interface Services { readonly host: Host; readonly view: View; readonly history: TrafficHistory }
const ServicesContext = createContext<Services | null>(null);
const TextsContext = createContext<Texts | null>(null);

function need<T>(value: T | null): T {
  if (value === null) throw new Error('outside of <Provide>');
  return value;
}

/** Puts host, view and texts where every component can reach them, and keeps theme and language of the document right. */
export function Provide({ host, view, history, children }: { host: Host; view: View; history?: TrafficHistory; children: ReactNode }): ReactNode {
  const services = useMemo(() => ({ host, view, history: history ?? new TrafficHistory() }), [host, view, history]);
  const language = useStore(host, ({ state }) => resolveLanguage(state?.settings.language ?? 'system', navigator.languages));
  const theme = useStore(host, ({ state }) => state?.settings.theme ?? 'system');
  const systemIsDark = useSystemIsDark();
  const texts = useMemo(() => createTexts(language), [language]);
  useEffect(() => { document.documentElement.lang = languageTag(language); }, [language]);
  useEffect(() => { document.documentElement.dataset.theme = theme === 'system' ? (systemIsDark ? 'dark' : 'light') : theme; }, [theme, systemIsDark]);
  useRateSamples(services);
  return <ServicesContext value={services}><TextsContext value={texts}>{children}</TextsContext></ServicesContext>;
}

function useSystemIsDark(): boolean {
  const [query] = useState(() => window.matchMedia('(prefers-color-scheme: dark)'));
  return useSyncExternalStore((tell) => { query.addEventListener('change', tell); return () => query.removeEventListener('change', tell); }, () => query.matches);
}

/** One sample of every interface's rates a second. */
function useRateSamples({ host, history }: Services): void {
  useEffect(() => {
    let last = 0;
    return onTick(() => {
      const second = Math.floor(Date.now() / 1000);
      const { state } = host.getState();
      if (second !== last && state) { last = second; history.sample(state.traffic); }
    });
  }, [host, history]);
}

export const useHost = (): Host => need(useContext(ServicesContext)).host;
export const useView = (): View => need(useContext(ServicesContext)).view;
export const useHistory = (): TrafficHistory => need(useContext(ServicesContext)).history;
export const useTexts = (): Texts => need(useContext(TextsContext));
export const useHostStore = <T,>(select: (store: HostStore) => T): T => useStore(useHost(), select);
export const useViewState = <T,>(select: (view: ViewState) => T): T => useStore(useView(), select);

/** A part of the host's state; only below the point where it is known to be there. */
export const useHostState = <T,>(select: (state: HostState) => T): T => useHostStore(({ state }) => select(need(state)));

/** Names by id, as isolated text for the middle of a sentence. */
export function useNames(): NameOf {
  const texts = useTexts();
  const configurations = useHostState((state) => state.configurations);
  return useMemo(() => nameLookup(texts, configurations), [texts, configurations]);
}

/**
 * Something that runs with the host's time. `select` gives what is shown (a text, a number of seconds), so that a
 * component renders only when that changes.
 */
export function useHostTime<T extends string | number | boolean | null>(select: (now: number) => T): T {
  const clock = useHostState((state) => state.clock);
  return useSyncExternalStore(onTick, () => select(hostTime(clock)));
}

/** The host's time, to the second. */
export const useNow = (): number => useHostTime((now) => Math.floor(now / 1000)) * 1000;

/** Tells the host that somebody looks, while the component is there and the window visible. */
export function useWatch(what: 'accessPoints' | 'traffic'): void {
  const { bridge } = useHost();
  useEffect(() => {
    let on = false;
    const adjust = (): void => {
      const wanted = document.visibilityState !== 'hidden';
      if (wanted !== on) bridge.watch(what, on = wanted);
    };
    adjust();
    document.addEventListener('visibilitychange', adjust);
    return () => { document.removeEventListener('visibilitychange', adjust); if (on) bridge.watch(what, false); };
  }, [bridge, what]);
}
