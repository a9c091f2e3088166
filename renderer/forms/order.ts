/** The list with some of it moved before or after one that stays; as it was where that one is among those moved. */
export function move(list: readonly string[], moved: readonly string[], beside: string, place: 'before' | 'after'): readonly string[] {
  if (moved.includes(beside) || !list.includes(beside)) return list;
  const rest = list.filter((each) => !moved.includes(each));
  const at = rest.indexOf(beside) + (place === 'before' ? 0 : 1);
  return [...rest.slice(0, at), ...list.filter((each) => moved.includes(each)), ...rest.slice(at)];
}
