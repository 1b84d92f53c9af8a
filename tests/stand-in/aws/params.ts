import { AwsError, invalidValue } from './errors.ts';
import type { AwsRequest } from './request.ts';

type Params = AwsRequest['params'];

/** `InstanceType.1`, `InstanceType.2`, … until the first gap. */
export function listParam(params: Params, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = params[`${name}.${index}`];
    if (value === undefined) return values;
    values.push(value);
  }
}

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

export function filterParams(params: Params, accepted: readonly string[]): Filter[] {
  const filters: Filter[] = [];
  for (let index = 1; ; index += 1) {
    const name = params[`Filter.${index}.Name`];
    if (name === undefined) return filters;
    if (!accepted.includes(name)) throw invalidValue(`The filter '${name}' is invalid`);
    filters.push({ name, values: listParam(params, `Filter.${index}.Value`) });
  }
}

/** EC2 filters take `*` and `?`. */
export function wildcard(values: readonly string[]): (value: string) => boolean {
  const exact = new Set(values.filter((value) => !/[*?]/.test(value)));
  const patterns = values
    .filter((value) => /[*?]/.test(value))
    .map((value) =>
      value
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.'),
    )
    .map((source) => new RegExp(`^${source}$`));
  return (value) => exact.has(value) || patterns.some((pattern) => pattern.test(value));
}

export const passes = (filters: readonly Filter[], name: string): ((value: string) => boolean) => {
  const tests = filters.filter((filter) => filter.name === name).map((filter) => wildcard(filter.values));
  return (value) => tests.every((test) => test(value));
};

export function intParam(params: Params, name: string, min: number, max: number): number | undefined {
  const text = params[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    throw invalidValue(
      `Value ( ${text} ) for parameter ${member} is invalid. Expecting a value between ${min} and ${max}.`,
    );
  }
  return value;
}

export function timeParam(params: Params, name: string): number | undefined {
  const text = params[name];
  if (text === undefined || text === '') return undefined;
  const value = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(value))
    throw invalidValue(`Value (${text}) for parameter ${name} is invalid. Invalid date format.`);
  return value;
}

export function notTogether(params: Params, first: string, second: string): void {
  if (params[first] !== undefined && params[second] !== undefined) {
    const name = first.replace(/\.1$/, 's');
    throw new AwsError(
      'InvalidParameterCombination',
      `The parameter ${name} cannot be used with the parameter ${second}`,
    );
  }
}
