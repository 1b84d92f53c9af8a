import type { PageQuirk } from '../aws/paging.ts';
import type { AwsRequest, Credentials } from '../aws/request.ts';
import type { MarketSource } from '../sources/market-source.ts';

/** Everything a handler may look at. */
export interface Call {
  readonly request: AwsRequest;
  readonly credentials: Credentials;
  readonly source: MarketSource;
  /** The market's now, epoch milliseconds. */
  readonly now: number;
  /** Upper bound of a page, below which MaxResults may go further. */
  readonly pageSize: number;
  readonly historyDays: number;
  readonly quirk: PageQuirk;
}
