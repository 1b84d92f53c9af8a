import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { MINUTE } from '#lib/domain/time.ts';
import { openView, type Seat } from './browser.ts';
import { SHOWN } from './recorded-pages.ts';
import { getJson } from './running.ts';

/** Reads the page of a type over recorded prices as a person does, and the interface beside it. */

export const PAGE = '/types/g4dn.8xlarge';

export type Series = {
  zoneId: string;
  points: { at: string; priceUsd: string }[];
  gaps: { from: string; to: string; outcome: string }[];
};

export async function open(seat: Seat, path: string, width = 1440, scheme: 'light' | 'dark' = 'light') {
  const view = await openView(seat, path, width, scheme);
  onTestFinished(() => view.page.close());
  await view.page.waitForSelector('[data-testid="chart"] canvas');
  await view.page.getByText('live', { exact: true }).waitFor({ state: 'attached' });
  return view;
}

/** What the HTTP interface says of the same time. */
export async function seriesOf({ desk }: Seat): Promise<Map<string, Series>> {
  const span = `from=${new Date(SHOWN.from).toISOString()}&to=${new Date(SHOWN.to).toISOString()}`;
  const query = `type=g4dn.8xlarge&region=us-east-1&product=Linux%2FUNIX&${span}`;
  const { series } = await getJson<{ series: Series[] }>(`${desk}/api/v1/prices/history?${query}`);
  return new Map(series.map((one) => [one.zoneId, one]));
}

export const inGap = ({ gaps }: Series, at: number) =>
  gaps.some(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to));

/** Every price that a zone had within a minute; undefined for a time that is not known. */
export function pricesWithin(series: Series, at: number): (number | undefined)[] {
  const points = series.points.map((point) => ({ at: Date.parse(point.at), price: Number(point.priceUsd) }));
  const ends = series.gaps.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]);
  const instants = [at, ...points.map((point) => point.at), ...ends].filter(
    (one) => one >= at && one < at + MINUTE,
  );
  return instants.map((one) =>
    inGap(series, one) ? undefined : points.findLast((point) => point.at <= one)?.price,
  );
}

/** The readout of the chart, as somebody who cannot see it hears it: the instant, and a price or none for each zone. */
export async function readout(page: Page): Promise<{ at: number; prices: Map<string, number | undefined> }> {
  const text = (await page.getByTestId('chart').getAttribute('aria-valuetext')) ?? '';
  const [instant = '', values = ''] = text.split(' UTC: ');
  const prices = values.split(', ').map((part): [string, number | undefined] => {
    const [zone = '', price = ''] = part.split(' ');
    return [zone, price.startsWith('$') ? Number.parseFloat(price.slice(1)) : undefined];
  });
  return { at: Date.parse(`${instant} UTC`), prices: new Map(prices) };
}
