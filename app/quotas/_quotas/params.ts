/** The type that the page speaks of until the reader picks another. */
const FIRST_TYPE = 'p5.48xlarge';

/** Types that many ask about: one click away where the catalogue has them. */
const SHORTCUTS = [
  'p5.48xlarge',
  'p5en.48xlarge',
  'p6-b200.48xlarge',
  'p4d.24xlarge',
  'trn2.48xlarge',
  'g6e.12xlarge',
  'inf2.48xlarge',
];

/** The type that the URL asks for; one that does not exist falls back, undefined where there is no type at all. */
export function chosenType(
  asked: string | string[] | undefined,
  known: readonly string[],
): string | undefined {
  const text = (Array.isArray(asked) ? asked[0] : asked) ?? '';
  return [text, FIRST_TYPE].find((type) => known.includes(type)) ?? known[0];
}

export function shortcuts(known: readonly string[]): string[] {
  return SHORTCUTS.filter((type) => known.includes(type));
}

export function quotasHref(type: string): string {
  return `/quotas?type=${encodeURIComponent(type)}`;
}
