import { z } from 'zod';
import { QUOTA_SCOPES, recogniseQuota } from '#lib/catalogue/quotas.ts';
import { percent, regions } from '../fields.ts';
import { listed, whyMeasureEnded } from '../measured.ts';
import type { Finding, RuleKind, SeriesReading, SeriesState } from '../types.ts';
import { beyond, ERROR, judgeLook, NO_DATA } from '../verdicts.ts';

const paramsSchema = z.strictObject({
  scopes: z
    .array(z.enum(QUOTA_SCOPES, `expected one of ${QUOTA_SCOPES.join(', ')}`))
    .max(4)
    .default([]),
  codes: z
    .array(z.string().regex(/^L-[0-9A-F]{8}$/, 'not a quota code such as L-417A185B'))
    .max(50)
    .default([]),
  regions,
  percent: percent(100).default(80),
});
type Params = z.infer<typeof paramsSchema>;

/** Share by which the use has to fall below its limit before the alert is over. */
const CLEAR_SHARE = 0.05;

export const quotaUse = {
  kind: 'quota-use',
  label: 'Quota nearly used up',
  collector: 'quota-usage',
  reads: 'series',
  source: 'AWS Service Quotas and CloudWatch',
  paramsSchema,
  fields: [
    { name: 'scopes', label: 'Scopes', hint: `${QUOTA_SCOPES.join(', ')}; empty: all` },
    { name: 'codes', label: 'Quota codes', hint: 'such as L-417A185B; empty: all accelerator quotas' },
    { name: 'regions', label: 'Regions', hint: 'empty: all watched regions' },
    { name: 'percent', label: 'At least', hint: 'percent of the quota in use, 80 by default' },
  ],
  needs: () => ({ windowsMs: [] }),
  evaluate,
  watches: (params, { qualifier = '', region = '' }) => isMine(params, region, qualifier, ''),
  filterKey: ({ scopes, codes, regions: places }) =>
    JSON.stringify([[...scopes].sort(), [...codes].sort(), [...places].sort()]),
  describe: ({ scopes, codes, regions: places, percent: share }) => {
    const what = [...scopes, ...codes];
    const where = places.length === 0 ? '' : ` in ${places.join(', ')}`;
    return `${share} % or more of ${what.length === 0 ? 'any accelerator quota' : what.join(', ')}${where} in use`;
  },
  whyEnded: whyMeasureEnded,
} satisfies RuleKind<Params, 'series'>;

/** A quota whose name says nothing of its scope is let through by a rule that names no scope. */
function isMine({ scopes, codes, regions: places }: Params, region: string, code: string, name: string) {
  const scope = recogniseQuota(code, name)?.scope;
  const isScope = scopes.length === 0 || (scope !== undefined && scopes.includes(scope));
  return listed(places, region) && listed(codes, code) && isScope;
}

/** Use and limit are two series of two sources: the look tells the use, the newest limit on record is taken with it. */
function evaluate(params: Params, reading: SeriesReading, now: number): Finding[] {
  const { region, look, series, names } = reading;
  const limits = new Map(series.filter(({ kind }) => kind === 'quota').map((one) => [one.qualifier, one]));
  const unknownLook = judgeLook(look, now);
  return series
    .filter(({ kind, qualifier }) => {
      return kind === 'quota-usage' && isMine(params, region, qualifier, names.get(qualifier) ?? '');
    })
    .map((use) => {
      const limit = limits.get(use.qualifier)?.value ?? null;
      const share = shareOf(use, limit);
      const asked = params.percent / 100;
      return {
        verdict:
          unknownLook ??
          (!use.toldNow ? ERROR : share === null ? NO_DATA : beyond('above', share, asked, CLEAR_SHARE)),
        labels: () => ({ qualifier: use.qualifier, region }),
        facts: () => ({
          topic: 'measure',
          measure: 'quota-use',
          condition: 'above',
          type: '',
          region,
          zoneId: '',
          qualifier: use.qualifier,
          name: names.get(use.qualifier) ?? null,
          chip: null,
          value: share,
          perAccelerator: false,
          previous: use.value,
          windowMs: null,
          limit: asked,
          whole: limit,
          rank: null,
          changedAt: use.changedAt,
          lookedAt: look.at,
        }),
      };
    });
}

/** Of nothing there is no share: a quota of 0 is told on Quotas, not here. */
function shareOf({ value }: SeriesState, limit: number | null): number | null {
  return value === null || limit === null || limit <= 0 ? null : value / limit;
}
