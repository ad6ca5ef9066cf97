// Small persistent lists: a new array when something changed, the same reference otherwise.

/** Replaces the first item for which `is` holds; the same array when none does or when `change` returns its argument. */
export function changeFirst<T>(list: readonly T[], is: (item: T) => boolean, change: (item: T) => T): readonly T[] {
  const index = list.findIndex(is);
  const found = list[index];
  if (found === undefined) return list;
  const next = change(found);
  return next === found ? list : list.with(index, next);
}

/** Without the items for which `is` holds; the same array when there is none. */
export function without<T>(list: readonly T[], is: (item: T) => boolean): readonly T[] {
  return list.some(is) ? list.filter((item) => !is(item)) : list;
}

/** The last `count` items. */
export function lastOf<T>(list: readonly T[], count: number): readonly T[] {
  return list.length <= count ? list : list.slice(list.length - count);
}

/** Drops items until `most` remain, the ones with the smallest rank first (oldest first among equals). */
export function keepBest<T>(list: readonly T[], most: number, rank: (item: T) => number): readonly T[] {
  if (list.length <= most) return list;
  const doomed = new Set(
    list
      .map((item, index) => ({ index, rank: rank(item) }))
      .sort((a, b) => a.rank - b.rank || a.index - b.index)
      .slice(0, list.length - most)
      .map(({ index }) => index),
  );
  return list.filter((_, index) => !doomed.has(index));
}
