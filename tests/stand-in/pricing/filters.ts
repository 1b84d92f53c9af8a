import { AwsError } from '../aws/errors.ts';
import type { Product } from './products.ts';

export interface PriceFilter {
  readonly type: string;
  readonly field: string;
  readonly value: string;
}

const TYPES = ['TERM_MATCH', 'EQUALS', 'CONTAINS', 'ANY_OF', 'NONE_OF'];

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

function readFilter(input: unknown): PriceFilter {
  const { Type, Field, Value } = (input ?? {}) as Record<string, unknown>;
  if (typeof Type !== 'string' || !TYPES.includes(Type)) {
    throw invalidParameter(`Filter type ${JSON.stringify(Type)} is invalid. Accepted: ${TYPES.join(', ')}`);
  }
  if (typeof Field !== 'string' || typeof Value !== 'string') {
    throw invalidParameter('Every filter needs Type, Field and Value.');
  }
  return { type: Type, field: Field, value: Value };
}

export function readFilters(input: unknown): PriceFilter[] {
  if (input === undefined || input === null) return [];
  if (!Array.isArray(input) || input.length > 50) throw invalidParameter('Filters takes at most 50 filters.');
  return input.map(readFilter);
}

function attributeOf(product: Product, field: string): string | undefined {
  if (field === 'productFamily') return product.family;
  if (field === 'sku') return product.sku;
  if (field === 'ServiceCode') return 'AmazonEC2';
  return product.attributes[field];
}

const listed = (value: string): string[] => value.split(',').map((part) => part.trim());

export function matches(product: Product, filter: PriceFilter): boolean {
  const own = attributeOf(product, filter.field);
  if (own === undefined) return false;
  switch (filter.type) {
    case 'CONTAINS':
      return own.includes(filter.value);
    case 'ANY_OF':
      return listed(filter.value).includes(own);
    case 'NONE_OF':
      return !listed(filter.value).includes(own);
    default:
      return own === filter.value;
  }
}
