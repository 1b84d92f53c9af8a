import { blockHistoryRoute, blocksRoute } from '#app/_server/capacity-routes.ts';
import { type DataRoute, dataHandler } from '#app/_server/handle.ts';
import type { FaultyDesk } from './faulty-desk.ts';

type BlockRow = Record<string, string | number | null> & {
  type: string;
  region: string;
  zoneId: string | null;
  outcome: string;
};

type BlockSeries = {
  type: string;
  region: string;
  measure: string;
  count: number | null;
  durationHours: number;
  points: { at: string; value: string }[];
  gaps: { from: string; to: string; outcome: string }[];
};

/** Asks the HTTP interface over a desk's own database and clock. */
export function blockApi(desk: FaultyDesk) {
  const around = {
    db: () => desk.db,
    clock: () => ({ now: desk.now, speed: 1 }),
    log: () => ({ error: () => {} }),
  };
  const ask = (route: DataRoute, path: string, query: string): Promise<Response> =>
    dataHandler(route, around)(new Request(`http://127.0.0.1/api/v1/${path}?${query}`));
  return {
    ask: (query: string) => ask(blocksRoute, 'capacity-blocks', query),
    rows: async (query: string) => {
      const response = await ask(blocksRoute, 'capacity-blocks', query);
      return ((await response.json()) as { rows: BlockRow[] }).rows;
    },
    series: async (query: string) => {
      const response = await ask(blockHistoryRoute, 'capacity-blocks/history', query);
      return ((await response.json()) as { series: BlockSeries[] }).series;
    },
    csv: async (query: string) =>
      (await ask(blockHistoryRoute, 'capacity-blocks/history', `${query}&format=csv`)).text(),
  };
}
