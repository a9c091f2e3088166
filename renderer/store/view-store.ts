import { createStore, type StoreApi } from 'zustand/vanilla';

export type Page = 'accessPoints' | 'sessions' | 'traffic' | 'activity' | 'simulator' | 'settings' | 'help';

/** What stands in the details' place to be filled in; never what was filled in, which may be secret. */
export type PaneForm =
  | { readonly form: 'connect'; readonly accessPoint: string }
  | { readonly form: 'hidden' }
  | { readonly form: 'code' }
  | { readonly form: 'secret'; readonly request: string }
  | { readonly form: 'profile' | 'share' | 'nickname'; readonly accessPoint: string }
  /** null: a new one. */
  | { readonly form: 'network'; readonly network: string | null }
  | { readonly form: 'hotspot' }
  | { readonly form: 'welcome' };

/** Something taken away that can be brought back. */
export interface Undo { readonly what: 'forgot' | 'removed'; readonly name: string; readonly run: () => Promise<unknown> }
/** As long as the host keeps what was forgotten, ms. */
const undoLasts = 5 * 60_000;

/** What the window itself remembers: nothing about networks. */
export interface ViewState {
  readonly page: Page;
  /** Id of the chosen access point; null shows the current connection. */
  readonly accessPoint: string | null;
  readonly session: string | null;
  readonly search: Readonly<Record<'accessPoints' | 'sessions', string>>;
  readonly undo: Undo | null;
  /** null: the details. */
  readonly pane: PaneForm | null;
  /** Networks whose radios are unfolded. */
  readonly unfolded: ReadonlySet<string>;
  /** F6 was pressed on another page: the prompt takes the focus once it is there. */
  readonly wantsPrompt: boolean;
}
export interface View extends StoreApi<ViewState> {
  go(page: Page): void;
  chooseAccessPoint(id: string | null): void;
  /** Puts a form in the details' place, or the details back with null. */
  show(pane: PaneForm | null): void;
  /** Offers to bring back what was just taken away; null: no longer. */
  offerUndo(undo: Undo | null): void;
  chooseSession(id: string | null): void;
  searchFor(where: 'accessPoints' | 'sessions', what: string): void;
  unfold(id: string, open: boolean): void;
}

export function createView(initial: Partial<ViewState> = {}): View {
  const store = createStore<ViewState>(() => ({
    page: 'accessPoints', accessPoint: null, session: null, pane: null, undo: null, search: { accessPoints: '', sessions: '' }, unfolded: new Set(), wantsPrompt: false, ...initial,
  }));
  let undoTimer: ReturnType<typeof setTimeout> | undefined;
  return {
    ...store,
    go: (page) => store.setState({ page }),
    chooseAccessPoint: (accessPoint) => store.setState({ accessPoint, pane: null }),
    offerUndo(undo) {
      clearTimeout(undoTimer);
      store.setState({ undo });
      if (undo) undoTimer = setTimeout(() => store.setState({ undo: null }), undoLasts);
    },
    show: (pane) => store.setState({ page: 'accessPoints', pane, ...(pane && 'accessPoint' in pane && { accessPoint: pane.accessPoint }) }),
    chooseSession: (session) => store.setState({ session }),
    searchFor: (where, what) => store.setState({ search: { ...store.getState().search, [where]: what } }),
    unfold(id, open) {
      const unfolded = new Set(store.getState().unfolded);
      if (open) unfolded.add(id); else unfolded.delete(id);
      store.setState({ unfolded });
    },
  };
}
