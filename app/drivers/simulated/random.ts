/** A value for hashing: what is drawn, for whom, when. */
type Key = number | string;

const scratch = new DataView(new ArrayBuffer(8));

function mix(hash: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  const next = hash ^ mixed;
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}

function mixKey(hash: number, key: Key): number {
  if (typeof key === 'string') {
    let next = mix(hash, key.length);
    for (let index = 0; index < key.length; index++) next = mix(next, key.charCodeAt(index));
    return next;
  }
  scratch.setFloat64(0, key);
  return mix(mix(hash, scratch.getInt32(0)), scratch.getInt32(4));
}

/**
 * Chance as a function of a seed and of what is asked, not of how often one asked before (murmur3 over the keys). So a
 * level or a burst is the same however often somebody looks, and two runs with one seed are the same run.
 */
export class Chance {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = mixKey(0x9747b28c, seed);
  }

  /** 32 bits without a sign */
  bits(...keys: Key[]): number {
    let hash = this.#seed;
    for (const key of keys) hash = mixKey(hash, key);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  /** Evenly spread, 0 up to but not including 1 */
  unit(...keys: Key[]): number {
    return this.bits(...keys) / 2 ** 32;
  }

  /** Normal with mean 0 and deviation 1, cut at ±2.5 so that no seed makes a world out of all proportion. */
  normal(...keys: Key[]): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit(...keys, 'radius')));
    const value = radius * Math.cos(2 * Math.PI * this.unit(...keys, 'angle'));
    return Math.max(-2.5, Math.min(2.5, value));
  }
}
