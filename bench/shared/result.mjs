/**
 * What a benchmark ends with, and its numbers as people read them.
 *
 * @typedef {object} Result
 * @property {string} id such as "P1"
 * @property {'ms' | 'us' | 'count'} unit of ours and peer
 * @property {number} ours
 * @property {number} peer
 * @property {number} ratio ours / peer
 * @property {number} goal what the ratio should not exceed
 * @property {boolean} met
 * @property {string} table for people
 */

/**
 * @param {{ id: string, unit: Result['unit'], ours: number, peer: number, goal: number, table: string }} measured
 * @returns {Result}
 */
export function result({ id, unit, ours, peer, goal, table }) {
  const ratio = ours / peer;
  return { id, unit, ours: digits(ours), peer: digits(peer), ratio: digits(ratio), goal, met: ratio <= goal, table };
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] ?? Number.NaN : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** @param {readonly number[]} values */
export const least = (values) => Math.min(...values);

/** Three digits that count: more would be noise. @param {number} value */
export const digits = (value) => Number(value.toPrecision(3));

/**
 * A table in Markdown, columns in line; the first column to the left, numbers to the right.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
export function tableOf(head, rows) {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? String(digits(cell)) : cell)));
  const widths = head.map((title, column) => Math.max(title.length, 3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...cells.map(line)].join('\n');
}
