/** Rows under one heading. */
export type RowGroup<T> = { name: string; rows: T[] };

/** Rows by accelerator: the groups in the order in which their first row stands, the rows in the order they had. */
export function groupRows<T extends { accelerator: string }>(rows: readonly T[]): RowGroup<T>[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.accelerator);
    if (group === undefined) groups.set(row.accelerator, [row]);
    else group.push(row);
  }
  return [...groups].map(([name, own]) => ({ name, rows: own }));
}
