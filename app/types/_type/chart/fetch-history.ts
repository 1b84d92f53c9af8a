import { type HistoryAnswer, type HistoryLine, parseHistory } from './history.ts';

type Asked = { type: string; region: string; from: number; to: number };

export async function fetchHistory(
  { type, region, from, to }: Asked,
  signal: AbortSignal,
): Promise<HistoryLine[]> {
  const response = await fetch(historyHref({ type, region, from, to }), { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return parseHistory((await response.json()) as HistoryAnswer);
}

/** The address of the same numbers for people and programs. */
export function historyHref({ type, region, from, to }: Asked, format?: 'csv'): string {
  const query = new URLSearchParams({
    type,
    region,
    product: 'Linux/UNIX',
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
  if (format !== undefined) query.set('format', format);
  return `/api/v1/prices/history?${query}`;
}
