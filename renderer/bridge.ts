/**
 * What the preload script puts on the window: the only way out of the renderer. Strings cross, not objects: copying
 * objects over the context bridge is what costs, and both ends parse what arrives anyway.
 */
export interface Bridge {
  /** Carries out a request of the contract. Resolves to JSON: `{ "ok": output }` or `{ "failure": RequestFailure }`. */
  request(name: string, inputJson: string): Promise<string>;
  /** Calls back with the JSON of every `state.patch`, in order; the returned function ends that. */
  onPatch(callback: (json: string) => void): () => void;
  /** Calls back with a page's name when the program's menu leads to it; the returned function ends that. */
  onGo(callback: (page: string) => void): () => void;
  /** `process.platform` of the main process. */
  readonly platform: string;
  /** Somebody looks at the access points (scans) or at traffic (counters), or no longer does. */
  watch(what: 'accessPoints' | 'traffic', on: boolean): void;
}

declare global {
  interface Window { readonly handover: Bridge }
}
