import type { CompareUnit } from '#lib/compare/ways.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { NewsTopic } from '#lib/domain/news-topics.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { PARAMS, type ParamName } from './params.ts';
import { splitQuery } from './query-string.ts';

/** A checked query; what was not given is absent. Lists are sorted and without repeats. */
export type Query = {
  type?: string[];
  region?: string[];
  zone?: string[];
  product?: string[];
  count?: number[];
  /** Hours. */
  duration?: number[];
  of?: string;
  per?: string;
  buy?: 'spot' | 'on-demand' | 'capacity-block';
  unit?: CompareUnit;
  state?: 'open' | 'gone' | 'all';
  from?: number;
  to?: number;
  buckets?: number;
  limit?: number;
  basket?: string[];
  about?: NewsTopic[];
  vendor?: string;
  family?: string;
  purpose?: string;
  q?: string;
  watched?: string[];
  group?: string;
  cols?: string[];
  sort?: string;
  dir?: 'asc' | 'desc';
  format?: 'json' | 'csv';
};

/**
 * Reads the query string of a route that takes the `allowed` parameters. Whether a type or region exists is the
 * caller's question: this one knows only their form.
 * @throws AppError PARAM_ENCODING, PARAM_REPEATED, PARAM_UNKNOWN, PARAM_INVALID, TYPE_UNKNOWN, REGION_UNKNOWN, RANGE_INVALID,
 * COUNT_RANGE, DURATION_NOT_OFFERED
 */
export function parseQuery(search: string, allowed: readonly ParamName[]): Query {
  const query: Record<string, unknown> = {};
  for (const [name, text] of splitQuery(search)) {
    const known = allowed.find((candidate) => candidate === name);
    if (known === undefined) throw unknownParam(name, allowed);
    const param = PARAMS[known];
    const result = param.schema.safeParse(text);
    if (!result.success) throw badValue(known, text);
    query[known] = result.data;
  }
  return query as Query;
}

function badValue(name: ParamName, text: string): AppError {
  const { code, what, accepted } = PARAMS[name];
  return new AppError(code, `${name} is not ${what}`, { field: name, received: text, accepted });
}

function unknownParam(name: string, allowed: readonly ParamName[]): AppError {
  const near = suggest(name, allowed);
  return new AppError(
    'PARAM_UNKNOWN',
    `there is no parameter of this name${near === undefined ? '' : `: did you mean ${near}?`}`,
    {
      field: name,
      received: name,
      accepted: allowed.length === 0 ? 'no parameters' : allowed.join(', '),
    },
  );
}
