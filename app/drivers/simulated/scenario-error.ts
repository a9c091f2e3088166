/** One thing that is wrong with a scenario file: where, and what to do. */
export interface ScenarioProblem {
  /** Such as `accessPoints[2].radios[0].power`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A scenario that cannot be played. The message is for people: file, place, what to do. */
export class ScenarioError extends Error {
  override name = 'ScenarioError';
  constructor(readonly file: string, readonly problems: readonly ScenarioProblem[]) {
    super([`The scenario ${file} cannot be played:`, ...problems.map(({ path, message }) => (path === '' ? `- ${message}` : `- ${path}: ${message}`))].join('\n'));
  }
}
