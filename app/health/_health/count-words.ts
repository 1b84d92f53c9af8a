/** What a run counted, in a line: "22 targets, 1,702 items"; zeros are left out, as most of them always are. */
export function countWords(json: string | null): string {
  if (json === null) return '';
  const counts = Object.entries(JSON.parse(json) as Record<string, number>).filter(
    ([, value]) => value !== 0,
  );
  return counts
    .map(([name, value]) => `${value.toLocaleString('en-US')} ${spaced(value === 1 ? singular(name) : name)}`)
    .join(', ');
}

/** Counters are named for many; "changed", "asked" and the like are as good for one. */
function singular(name: string): string {
  return name.replace(/(?<=[a-z])s$/, '');
}

function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
