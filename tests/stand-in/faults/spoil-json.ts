import { SAME_TOKEN } from '../aws/paging.ts';
import type { Fault } from './fault.ts';

type Json = Record<string, unknown>;

/** The member of each answer that holds what was asked for. */
const SETS = [
  'PriceList',
  'Quotas',
  'Quota',
  'RequestedQuotas',
  'MetricDataResults',
  'searchResults',
  'TrainingPlanOfferings',
  'spot_advisor',
];

const setOf = (answer: Json): string => SETS.find((name) => Object.hasOwn(answer, name)) ?? 'PriceList';

const tokenOf = (answer: Json): string =>
  Object.hasOwn(answer, 'searchResults') ? 'nextToken' : 'NextToken';

function emptySet(answer: Json): Json {
  const name = setOf(answer);
  const set = Array.isArray(answer[name]) || answer[name] === undefined ? [] : {};
  // Savings Plans says "last page" with an empty token, the others with none.
  const token = tokenOf(answer);
  return { ...answer, [name]: set, [token]: token === 'nextToken' ? '' : undefined };
}

function renamedSet(answer: Json): Json {
  const name = setOf(answer);
  return Object.fromEntries(
    Object.entries(answer).map(([member, value]) => [member === name ? `${name}V2` : member, value]),
  );
}

/** The first price, rate, fee, quota value, usage point or saving, in its place in the text. */
const PRICES: readonly (readonly [RegExp, (value: string) => string])[] = [
  [/\\"USD\\":\\"[^"\\]*\\"/, (value) => `\\"USD\\":\\"${value}\\"`],
  [/"rate":"[^"]*"/, (value) => `"rate":"${value}"`],
  [/"UpfrontFee":"[^"]*"/, (value) => `"UpfrontFee":"${value}"`],
  [/"Value":[\d.]+/, (value) => `"Value":"${value}"`],
  [/"Values":\[[\d.]+/, (value) => `"Values":["${value}"`],
  [/"s":\d+/, (value) => `"s":"${value}"`],
];
const TIMES = /"(StartTime|Created)":[\d.]+|"Timestamps":\[[\d.]+/;

function badPrice(body: string, value: string): string {
  const known = PRICES.find(([pattern]) => pattern.test(body));
  return known === undefined ? body : body.replace(known[0], () => known[1](value));
}

const badTime = (body: string, value: string): string =>
  body.replace(TIMES, (found) => found.replace(/[\d.]+$/, () => JSON.stringify(value)));

/** `L-417A185B DEPENDENCY_SERVICE_ERROR`, either word optional: that quota (or the first) has an error for a value. */
function quotaError(answer: Json, words: string): Json {
  const code = /\bL-[0-9A-F]{8}\b/.exec(words)?.[0];
  const reason = /\b[A-Z]+(?:_[A-Z]+)+\b/.exec(words)?.[0] ?? 'DEPENDENCY_THROTTLING_ERROR';
  const wanted = (quota: Json, index: number): boolean =>
    code === undefined ? index === 0 : quota.QuotaCode === code;
  const failed = (quota: Json): Json => {
    const { Value: _, ...rest } = quota;
    return { ...rest, ErrorReason: { ErrorCode: reason, ErrorMessage: 'The value could not be read.' } };
  };
  const { Quotas: list, Quota: single } = answer as { Quotas?: Json[]; Quota?: Json };
  if (list !== undefined) {
    const quotas = list.map((quota, index) => (wanted(quota, index) ? failed(quota) : quota));
    return { ...answer, Quotas: quotas };
  }
  return single !== undefined && wanted(single, 0) ? { ...answer, Quota: failed(single) } : answer;
}

/** The first metric's StatusCode, and nothing of its points unless it is only partial. */
function metricStatus(answer: Json, status: string): Json {
  const [first, ...rest] = (answer.MetricDataResults ?? []) as Json[];
  if (first === undefined) return answer;
  const points = status === 'PartialData' ? {} : { Timestamps: [], Values: [] };
  return { ...answer, MetricDataResults: [{ ...first, ...points, StatusCode: status }, ...rest] };
}

function spoilAnswer(fault: Fault, answer: Json): Json {
  switch (fault.kind) {
    case 'renamed-set':
      return renamedSet(answer);
    case 'empty-set':
      return emptySet(answer);
    case 'same-token':
      return { ...answer, [tokenOf(answer)]: SAME_TOKEN };
    case 'quota-error':
      return quotaError(answer, fault.value ?? '');
    case 'metric-status':
      return metricStatus(answer, fault.value ?? 'InternalError');
    default:
      return answer;
  }
}

export function spoilJson(fault: Fault, body: string): string {
  if (fault.kind === 'truncated') return body.slice(0, Math.floor(body.length / 2));
  if (fault.kind === 'bad-price') return badPrice(body, fault.value ?? 'abc');
  if (fault.kind === 'bad-timestamp') return badTime(body, fault.value ?? 'yesterday');
  return JSON.stringify(spoilAnswer(fault, JSON.parse(body) as Json));
}
