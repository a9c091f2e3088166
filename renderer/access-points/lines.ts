import type { Group } from '../model/arrangement.ts';

/** One line of the list at its place, px; `position` counts from 1. The list draws only those in view. */
export type Line =
  | { readonly kind: 'group'; readonly key: string; readonly position: number; readonly top: number; readonly height: number; readonly group: Group; readonly isFirst: boolean }
  | { readonly kind: 'row'; readonly key: string; readonly position: number; readonly top: number; readonly height: number; readonly id: string; readonly order: number | null; readonly isLast: boolean }
  | { readonly kind: 'radio'; readonly key: string; readonly position: number; readonly top: number; readonly height: number; readonly id: string; readonly bssid: string };

export const heights = { group: 44, firstGroup: 40, row: 36, tall: 48, radio: 28 } as const;

/**
 * Lays the groups out, one under the other. `order` gives a member's place in its service network, `isTall` the rows with
 * a second line, `radios` the unfolded radios of a row.
 */
export function layOut(groups: readonly Group[], ask: { order: (group: Group, id: string) => number | null; isTall: (id: string) => boolean; radios: (id: string) => readonly string[]; isShown: (id: string) => boolean }): { lines: Line[]; height: number } {
  const lines: Line[] = [];
  let top = 0;
  for (const group of groups) {
    const members = group.members.filter(ask.isShown);
    if (members.length === 0) continue;
    const isFirst = lines.length === 0;
    const groupHeight = isFirst ? heights.firstGroup : heights.group;
    lines.push({ kind: 'group', key: `group ${group.id}`, position: lines.length + 1, top, height: groupHeight, group, isFirst });
    top += groupHeight;
    members.forEach((id, index) => {
      const height = ask.isTall(id) ? heights.tall : heights.row;
      lines.push({ kind: 'row', key: id, position: lines.length + 1, top, height, id, order: ask.order(group, id), isLast: index === members.length - 1 });
      top += height;
      for (const bssid of ask.radios(id)) {
        lines.push({ kind: 'radio', key: `${id} radio ${bssid}`, position: lines.length + 1, top, height: heights.radio, id, bssid });
        top += heights.radio;
      }
    });
  }
  return { lines, height: top };
}

/** The lines that touch the part in view, with some beyond both ends. Lines are in order, so halving finds the first. */
export function inView(lines: readonly Line[], from: number, to: number, beyond = 240): readonly Line[] {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.top + lines[middle]!.height < from - beyond) low = middle + 1; else high = middle;
  }
  let end = low;
  while (end < lines.length && lines[end]!.top <= to + beyond) end += 1;
  return lines.slice(low, end);
}

/** The row that a key leads to from a row; the row itself where there is none. */
export function rowByKey(rows: readonly string[], from: string | null, key: string, page: number): string | null {
  if (rows.length === 0) return null;
  const at = from === null ? -1 : rows.indexOf(from);
  switch (key) {
    case 'ArrowDown': return rows[Math.min(rows.length - 1, at + 1)]!;
    case 'ArrowUp': return rows[Math.max(0, at === -1 ? 0 : at - 1)]!;
    case 'PageDown': return rows[Math.min(rows.length - 1, at + page)]!;
    case 'PageUp': return rows[Math.max(0, at - page)]!;
    case 'Home': return rows[0]!;
    case 'End': return rows.at(-1)!;
    default: return null;
  }
}
