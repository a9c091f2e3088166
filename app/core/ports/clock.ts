/** Time as the core knows it. Handed in, so that tests and the simulated network can run it faster. */
export interface Clock {
  /** ms since the epoch */
  now(): number;
  /** Calls once after `ms`; the returned function cancels. A timer does not keep the process alive. */
  after(ms: number, run: () => void): () => void;
}
