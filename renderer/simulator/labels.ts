/** A mark that wants words beside it. Pixels. */
export interface Labelled {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  /** Width of the longest line, about. */
  readonly width: number;
  readonly lines: 1 | 2;
  /** Gets its words although they cover others, if there is no free place. */
  readonly isNeeded: boolean;
}
/** Where the words go: beside the mark, to its right or left, level with it or higher or lower. */
export interface Placed { readonly dx: number; readonly dy: number; readonly anchor: 'start' | 'end' }

interface Box { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

const gap = 10;
const lineHeight = 15;
/** Half of a mark, with a little room. */
const mark = 6;

/** Width of a text of 12 px, about: full-width characters count double. */
export const widthOf = (text: string): number => [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0x2e80 ? 12 : /[\u2066-\u2069]/.test(character) ? 0 : 6.6), 0);

const overlaps = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Finds each mark's words a place where they cover neither a mark nor other words; the needed ones first. Without a place: none. */
export function placeLabels(items: readonly Labelled[], size: { width: number; height: number }): ReadonlyMap<string, Placed> {
  const taken: Box[] = items.map(({ x, y }) => ({ left: x - mark, right: x + mark, top: y - mark, bottom: y + mark }));
  const placed = new Map<string, Placed>();
  for (const item of [...items].sort((a, b) => Number(b.isNeeded) - Number(a.isNeeded))) {
    const height = item.lines * lineHeight;
    const boxAt = ({ dx, dy, anchor }: Placed): Box => {
      const left = anchor === 'start' ? item.x + dx : item.x + dx - item.width;
      return { left, right: left + item.width, top: item.y + dy - 11, bottom: item.y + dy - 11 + height };
    };
    // Level with the mark, then above it, then below; the right side before the left.
    const heights = [height === lineHeight ? 4 : -2, -height + 2, 16];
    const ways = heights.flatMap((dy): Placed[] => [{ dx: gap, dy, anchor: 'start' }, { dx: -gap, dy, anchor: 'end' }]);
    const isInside = (box: Box): boolean => box.left >= 2 && box.right <= size.width - 2 && box.top >= 0 && box.bottom <= size.height;
    const free = ways.find((way) => { const box = boxAt(way); return isInside(box) && !taken.some((other) => overlaps(box, other)); });
    const way = free ?? (item.isNeeded ? ways.find((one) => isInside(boxAt(one))) ?? ways[0] : undefined);
    if (!way) continue;
    placed.set(item.key, way);
    taken.push(boxAt(way));
  }
  return placed;
}
