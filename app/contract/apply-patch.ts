import type { StatePatch } from './state-patch.ts';

/** The state after the patch. Entries and collections that did not change stay the same objects, so that views can compare by identity. */
export const applyPatch = <S extends object>(state: S, patch: StatePatch): S => applyPatches(state, [patch]);

type Entries = Record<string, unknown>;

/** The state, or parts of it, after several patches in order; a collection is copied once, however many there are. */
export function applyPatches<S extends object>(state: S, patches: readonly StatePatch[]): S {
  const next = { ...state } as Record<string, Entries>;
  const copied = new Set<string>();
  for (const { sequence: _sequence, values, ...collections } of patches) {
    Object.assign(next, values);
    for (const [name, change] of Object.entries(collections)) {
      if (!change) continue;
      if (!copied.has(name)) next[name] = { ...next[name] };
      copied.add(name);
      const entries = next[name]!;
      Object.assign(entries, change.set);
      for (const id of change.removed ?? []) delete entries[id];
    }
  }
  return next as S;
}
