const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

let cachedDay = -1;
let cachedDate = '';

/** `2026-01-01T00:00:00.000Z` from whole epoch seconds: the form EC2 writes, at a million a second. */
export function isoSeconds(seconds: number): string {
  const day = Math.floor(seconds / 86400);
  if (day !== cachedDay) {
    cachedDay = day;
    cachedDate = new Date(day * 86400000).toISOString().slice(0, 11);
  }
  const rest = seconds - day * 86400;
  const hour = Math.floor(rest / 3600);
  const minute = Math.floor((rest - hour * 3600) / 60);
  return `${cachedDate}${TWO[hour]}:${TWO[minute]}:${TWO[rest % 60]}.000Z`;
}
