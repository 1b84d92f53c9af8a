/** What tells one alert of a rule from another: names, never the price. */
export type Labels = Readonly<Record<string, string>>;

const known = new WeakMap<Labels, string>();

/** Labels as JSON with sorted keys: the same labels give the same text, in whatever order they were written. */
export function identityOf(labels: Labels): string {
  const before = known.get(labels);
  if (before !== undefined) return before;
  const sorted = Object.keys(labels)
    .sort()
    .map((key) => [key, labels[key]]);
  const identity = JSON.stringify(Object.fromEntries(sorted));
  known.set(labels, identity);
  return identity;
}
