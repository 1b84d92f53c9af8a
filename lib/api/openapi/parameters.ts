import { UNITS } from '#lib/compare/ways.ts';
import { NEWS_TOPICS } from '#lib/domain/news-topics.ts';
import { PRODUCTS } from '#lib/domain/product.ts';
import type { ParamName } from '../params.ts';
import { instant, type Json, text } from './schema.ts';

export const PARAMETERS: Record<ParamName, Json> = {
  type: { description: 'instance types or globs, comma-separated', schema: text, example: 'p5*' },
  region: { description: 'regions, comma-separated', schema: text, example: 'us-east-1' },
  zone: { description: 'zone IDs, comma-separated', schema: text, example: 'use1-az4' },
  product: { description: 'product descriptions, comma-separated', schema: text, example: PRODUCTS[0] },
  count: { description: 'instances in a block, 1 to 64, comma-separated', schema: text, example: '8' },
  duration: {
    description: 'durations of a block: 1 to 14 days, then whole weeks up to 26, comma-separated',
    schema: text,
    example: '7d',
  },
  of: { description: 'the type whose price is divided', schema: text, example: 'p5.48xlarge' },
  per: { description: 'the type whose price it is divided by', schema: text, example: 'trn2.48xlarge' },
  unit: {
    description:
      'what both prices are of: an accelerator, a dense BF16 PFLOPS, a GiB of its memory, an instance',
    schema: { enum: [...UNITS], default: 'accelerator' },
  },
  buy: {
    description: 'how both are bought',
    schema: { enum: ['spot', 'on-demand', 'capacity-block'], default: 'spot' },
  },
  state: {
    description: 'offers that are on sale, that are gone, or both',
    schema: { enum: ['open', 'gone', 'all'], default: 'open' },
  },
  from: { description: 'start; 30 days before the newest look by default', schema: instant },
  to: { description: 'end; the newest look by default; at most 400 days after the start', schema: instant },
  buckets: {
    description:
      'thin each series to this many stretches, keeping the first, lowest, highest and last point of each',
    schema: { type: 'integer', minimum: 1, maximum: 5000 },
  },
  limit: {
    description: 'most rows to answer',
    schema: { type: 'integer', minimum: 1, maximum: 5000, default: 500 },
  },
  basket: { description: 'names of baskets, comma-separated', schema: text, example: 'hopper' },
  vendor: { description: 'of the accelerator, such as NVIDIA', schema: text, example: 'NVIDIA' },
  family: { description: 'an instance family', schema: text, example: 'p5' },
  purpose: { description: 'training or inference', schema: text, example: 'training' },
  q: {
    description: 'words over types, accelerators and regions, as in the search of the board',
    schema: text,
  },
  watched: {
    description: 'only these instance types, comma-separated',
    schema: text,
    example: 'p5.48xlarge',
  },
  group: { description: 'rows in groups', schema: { enum: ['accelerator'] } },
  cols: {
    description:
      'columns of the board, comma-separated; its default without it. A wrong one is answered with all that there are',
    schema: text,
    example: 'price,where,h24,block,headroom',
  },
  sort: { description: 'the column whose order the rows have', schema: text, example: 'price' },
  dir: { description: 'the direction of the order', schema: { enum: ['asc', 'desc'], default: 'asc' } },
  about: {
    description: `of what news is told, comma-separated: ${NEWS_TOPICS.join(', ')}; everything without it`,
    schema: text,
    example: 'spot-price,alert',
  },
  format: { description: 'how to answer', schema: { enum: ['json', 'csv'], default: 'json' } },
};
