import { z } from 'zod';
import type { SeenRequest } from '#db/queries/quota-requests.ts';
import type { SeenValue, UsageMetric } from '#db/queries/quotas.ts';
import { type QuotaKind, recogniseQuota } from '#lib/catalogue/quotas.ts';

/** One quota of a listing: what it is about, and its value or AWS's reason for having none. */
export type ListedQuota = QuotaKind & {
  adjustable: boolean;
  value: SeenValue;
  usageMetric: UsageMetric | null;
};

const name = z.object({ QuotaCode: z.string().min(1), QuotaName: z.string().min(1) });

const metric = z.object({
  MetricNamespace: z.string().min(1),
  MetricName: z.string().min(1),
  MetricDimensions: z.record(z.string(), z.string()).default({}),
  // The one that AWS documents for counts of resources in use.
  MetricStatisticRecommendation: z.string().min(1).default('Maximum'),
});

const amount = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);

const quotaItem = name.extend({
  Value: amount.optional(),
  Adjustable: z.boolean().default(false),
  UsageMetric: z.union([metric, z.strictObject({}).transform(() => null)]).nullish(),
  ErrorReason: z.object({ ErrorCode: z.string().min(1) }).optional(),
});

/**
 * A quota of accelerator instances; undefined for any other of EC2's.
 * @throws ZodError for a record that says neither a value nor why it has none
 */
export function parseQuota(item: unknown): ListedQuota | undefined {
  const { QuotaCode, QuotaName } = name.parse(item);
  const kind = recogniseQuota(QuotaCode, QuotaName);
  if (kind === undefined) return undefined;
  const { Adjustable, UsageMetric, ...parsed } = quotaItem.parse(item);
  return {
    ...kind,
    adjustable: Adjustable,
    value: seenValue(parsed),
    usageMetric: UsageMetric == null ? null : toMetric(UsageMetric),
  };
}

function seenValue({
  Value,
  ErrorReason,
}: Pick<z.infer<typeof quotaItem>, 'Value' | 'ErrorReason'>): SeenValue {
  if (ErrorReason !== undefined) return { error: ErrorReason.ErrorCode };
  // Part of a vCPU starts nothing.
  return { value: Math.floor(amount.parse(Value)) };
}

function toMetric(given: z.infer<typeof metric>): UsageMetric {
  return {
    namespace: given.MetricNamespace,
    name: given.MetricName,
    dimensions: given.MetricDimensions,
    statistic: given.MetricStatisticRecommendation,
  };
}

const requestItem = name.extend({
  Id: z.string().min(1),
  DesiredValue: amount,
  Status: z.string().min(1),
  CaseId: z.string().nullish(),
  RequestType: z.string().nullish(),
  Created: z.date(),
  LastUpdated: z.date().optional(),
});

/**
 * A request for more of an accelerator quota; undefined for a request about anything else.
 * @throws ZodError for a record that cannot be read
 */
export function parseRequest(item: unknown): SeenRequest | undefined {
  const { QuotaCode, QuotaName } = name.parse(item);
  const kind = recogniseQuota(QuotaCode, QuotaName);
  if (kind === undefined) return undefined;
  const parsed = requestItem.parse(item);
  return {
    id: parsed.Id,
    code: QuotaCode,
    name: QuotaName,
    scope: kind.scope,
    desiredValue: Math.floor(parsed.DesiredValue),
    status: parsed.Status,
    caseId: parsed.CaseId ?? null,
    automatic: parsed.RequestType === 'AutomaticManagement',
    requestedAt: parsed.Created.getTime(),
    updatedAt: (parsed.LastUpdated ?? parsed.Created).getTime(),
  };
}
