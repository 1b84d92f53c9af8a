import { formatUsd } from '#lib/domain/money.ts';
import type { Gap } from '#lib/series/gaps.ts';
import { instantText } from './instant-text.ts';

type History = {
  type: string;
  region: string;
  zoneId: string;
  product: string;
  scale: number;
  at: readonly number[];
  value: readonly number[];
  gaps: readonly Gap[];
};

/** The answer of /prices/history. Written by hand: an object per point would cost several times the time. */
export function historyJson(histories: Iterable<History>): string {
  const price = makePriceWriter();
  const series: string[] = [];
  for (const history of histories) {
    const { type, region, zoneId, product, scale, at, value } = history;
    const points = at.map(
      (time, i) => `{"at":"${instantText(time)}","priceUsd":"${price(value[i] ?? 0, scale)}"}`,
    );
    const gaps = history.gaps.map(({ from, to, outcome }) => ({
      from: instantText(from),
      to: instantText(to),
      outcome,
    }));
    const identity = JSON.stringify({ type, region, zoneId, product }).slice(0, -1);
    series.push(`${identity},"points":[${points.join(',')}],"gaps":${JSON.stringify(gaps)}}`);
  }
  return `{"series":[${series.join(',')}]}`;
}

/** formatUsd that remembers: a market has far fewer prices than points. */
function makePriceWriter(): (micro: number, scale: number) => string {
  const written = new Map<number, string>();
  return (micro, scale) => {
    const key = micro * 16 + scale;
    let text = written.get(key);
    if (text === undefined) {
      text = formatUsd(micro, scale);
      written.set(key, text);
    }
    return text;
  };
}
