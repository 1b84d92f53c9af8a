/**
 * The rows in the order the reader is looking at: those known keep their places, new ones follow. `moved` tells that
 * the fresh order is another one.
 */
export function keepOrder<T>(
  fresh: readonly T[],
  order: readonly string[],
  nameOf: (row: T) => string,
): { rows: T[]; moved: boolean } {
  const place = new Map(order.map((name, index) => [name, index]));
  const rank = (row: T) => place.get(nameOf(row)) ?? order.length;
  const rows = fresh
    .map((row, index) => ({ row, index }))
    .sort((a, b) => rank(a.row) - rank(b.row) || a.index - b.index);
  return { rows: rows.map(({ row }) => row), moved: rows.some(({ index }, at) => index !== at) };
}
