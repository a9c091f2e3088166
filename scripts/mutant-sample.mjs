/**
 * A Stryker plugin that leaves out all but a sample of the mutants: of each HANDOVER_SAMPLE one, the same in every run,
 * drawn by a hash of file, place and replacement; HANDOVER_PART says which one. What is left out shows as "compile error" in the report and counts
 * for nothing.
 */
import { createHash } from 'node:crypto';

class Sample {
  static inject = /** @type {const} */ ([]);
  #every = Number(process.env['HANDOVER_SAMPLE'] ?? 1);
  #part = Number(process.env['HANDOVER_PART'] ?? 0);

  async init() { /* nothing to prepare */ }

  /** @param {{ id: string, fileName: string, location: object, replacement: string }[]} mutants */
  async check(mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, this.#isDrawn(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not in the sample' }]));
  }

  /** @param {{ fileName: string, location: object, replacement: string }} mutant */
  #isDrawn({ fileName, location, replacement }) {
    // The folder is another one in every sandbox.
    const place = fileName.replace(/^.*\/app\//, '');
    return createHash('sha256').update(JSON.stringify([place, location, replacement])).digest().readUInt32BE(0) % this.#every === this.#part;
  }
}

export const strykerPlugins = [{ kind: 'Checker', name: 'sample', injectableClass: Sample }];
