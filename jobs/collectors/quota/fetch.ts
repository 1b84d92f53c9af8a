import {
  ListAWSDefaultServiceQuotasCommand,
  ListRequestedServiceQuotaChangeHistoryCommand,
  ListServiceQuotasCommand,
} from '@aws-sdk/client-service-quotas';
import type { SeenRequest } from '#db/queries/quota-requests.ts';
import type { SeenQuota } from '#db/queries/quotas.ts';
import { eachPage, type Page, requireArray } from '../../aws/call.ts';
import { SchemaError } from '../../aws/errors.ts';
import type { RunContext } from '../../context.ts';
import { type ListedQuota, parseQuota, parseRequest } from './parse.ts';

/** What a listing came to; `problems` are the records set aside. */
type Listing<T> = { found: T[]; pages: number; items: number; problems: string[] };

const ASKED = { ServiceCode: 'ec2', MaxResults: 100 };

/** Lists a region's quotas as applied and by default, and joins the two by code. */
export async function fetchQuotas(run: RunContext, region: string): Promise<Listing<SeenQuota>> {
  const client = run.aws.serviceQuotas(region);
  const ask = asker(run, region);
  const defaults = await listAll(parseQuota, (NextToken) =>
    ask('ListAWSDefaultServiceQuotas', async (abortSignal) => {
      const command = new ListAWSDefaultServiceQuotasCommand({ ...ASKED, NextToken });
      const answer = await client.send(command, { abortSignal });
      return { items: requireArray(answer.Quotas, 'Quotas'), nextToken: answer.NextToken };
    }),
  );
  // EC2 has defaults in every region: an answer without any is not about EC2's quotas.
  if (defaults.items === 0) throw new SchemaError('the list of default quotas is empty, which EC2 never has');
  const applied = await listAll(parseQuota, (NextToken) =>
    ask('ListServiceQuotas', async (abortSignal) => {
      const answer = await client.send(new ListServiceQuotasCommand({ ...ASKED, NextToken }), {
        abortSignal,
      });
      return { items: requireArray(answer.Quotas, 'Quotas'), nextToken: answer.NextToken };
    }),
  );
  return {
    found: joinQuotas(applied.found, defaults.found),
    pages: defaults.pages + applied.pages,
    items: defaults.items + applied.items,
    problems: [...defaults.problems, ...applied.problems],
  };
}

/** One quota per code: an applied value leads, a quota without one stands by its default. */
export function joinQuotas(applied: readonly ListedQuota[], defaults: readonly ListedQuota[]): SeenQuota[] {
  const standard = new Map(defaults.map((quota) => [quota.code, quota]));
  const own = new Map(applied.map((quota) => [quota.code, quota]));
  return [...new Map([...standard, ...own]).values()].map(({ value: _, ...quota }) => ({
    ...quota,
    usageMetric: quota.usageMetric ?? standard.get(quota.code)?.usageMetric ?? null,
    applied: own.get(quota.code)?.value,
    default: standard.get(quota.code)?.value,
  }));
}

/** Lists every request of the last 90 days for more of a region's quotas. */
export function fetchRequests(run: RunContext, region: string): Promise<Listing<SeenRequest>> {
  const client = run.aws.serviceQuotas(region);
  const ask = asker(run, region);
  return listAll(parseRequest, (NextToken) =>
    ask('ListRequestedServiceQuotaChangeHistory', async (abortSignal) => {
      const command = new ListRequestedServiceQuotaChangeHistoryCommand({ ...ASKED, NextToken });
      const answer = await client.send(command, { abortSignal });
      return { items: requireArray(answer.RequestedQuotas, 'RequestedQuotas'), nextToken: answer.NextToken };
    }),
  );
}

function asker(run: RunContext, region: string) {
  return <T>(action: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    run.gate.call({ service: 'service-quotas', action, region }, run.signal, work);
}

async function listAll<T>(
  parse: (item: unknown) => T | undefined,
  fetchPage: (token: string | undefined) => Promise<Page<unknown>>,
): Promise<Listing<T>> {
  const found: T[] = [];
  const problems: string[] = [];
  let items = 0;
  const pages = await eachPage(fetchPage, (page) => {
    items += page.length;
    for (const item of page) {
      try {
        const one = parse(item);
        if (one !== undefined) found.push(one);
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
  });
  return { found, pages, items, problems };
}
