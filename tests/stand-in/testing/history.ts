import {
  type DescribeSpotPriceHistoryCommandInput,
  type EC2Client,
  paginateDescribeSpotPriceHistory,
  type SpotPrice,
} from '@aws-sdk/client-ec2';

export async function historyOf(
  client: EC2Client,
  input: DescribeSpotPriceHistoryCommandInput,
  pageSize = 1000,
): Promise<SpotPrice[]> {
  const found: SpotPrice[] = [];
  // A copy: the SDK's paginator writes page size and token into the object it is given.
  const own = { ...input };
  for await (const page of paginateDescribeSpotPriceHistory(
    { client, pageSize, stopOnSameToken: true },
    own,
  )) {
    found.push(...(page.SpotPriceHistory ?? []));
  }
  return found;
}

export const seriesKey = (item: SpotPrice): string =>
  [item.InstanceType, item.AvailabilityZoneId, item.ProductDescription].join(' ');

export const recordKey = (item: SpotPrice): string =>
  [seriesKey(item), item.Timestamp?.toISOString(), item.SpotPrice].join(' ');

/** Oldest first, by series. */
export function bySeries(items: readonly SpotPrice[]): Map<string, { at: number; price: number }[]> {
  const series = new Map<string, { at: number; price: number }[]>();
  for (const item of items) {
    const list = series.get(seriesKey(item)) ?? [];
    list.push({ at: item.Timestamp?.getTime() ?? Number.NaN, price: Number(item.SpotPrice) });
    series.set(seriesKey(item), list);
  }
  for (const list of series.values()) list.sort((a, b) => a.at - b.at);
  return series;
}
