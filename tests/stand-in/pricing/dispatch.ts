import { AwsError, UnreachableHost } from '../aws/errors.ts';
import { cutPage, readPosition } from '../aws/paging.ts';
import { jsonReply, type Reply } from '../aws/reply.ts';
import type { Call } from '../ec2/context.ts';
import type { PriceList } from '../sources/market-source.ts';
import { invalidParameter, matches, type PriceFilter, readFilters } from './filters.ts';
import { priceListItem } from './item.ts';
import { buildProducts, type Product } from './products.ts';

/** The only regions with a Price List endpoint: elsewhere the name does not resolve (facts/aws-apis.md 6.1). */
const HOSTED = ['us-east-1', 'eu-central-1', 'ap-south-1'];

interface Catalogue {
  readonly all: readonly Product[];
  readonly byType: ReadonlyMap<string, readonly Product[]>;
}

const catalogues = new WeakMap<PriceList, Catalogue>();

function catalogueOf(list: PriceList): Catalogue {
  const known = catalogues.get(list);
  if (known !== undefined) return known;
  const all = buildProducts(list);
  const byType = new Map<string, Product[]>();
  for (const product of all) {
    const type = product.attributes.instanceType ?? '';
    const rows = byType.get(type) ?? [];
    rows.push(product);
    byType.set(type, rows);
  }
  const catalogue = { all, byType };
  catalogues.set(list, catalogue);
  return catalogue;
}

function select(catalogue: Catalogue, filters: readonly PriceFilter[]): readonly Product[] {
  const type = filters.find(
    (filter) => filter.field === 'instanceType' && (filter.type === 'TERM_MATCH' || filter.type === 'EQUALS'),
  );
  const candidates = type === undefined ? catalogue.all : (catalogue.byType.get(type.value) ?? []);
  return candidates.filter((product) => filters.every((filter) => matches(product, filter)));
}

function readSize(value: unknown, largest: number): number {
  if (value === undefined || value === null) return largest;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > largest) {
    throw invalidParameter(`MaxResults must be a whole number from 1 to ${largest}.`);
  }
  return value;
}

function requireService(code: unknown): void {
  if (typeof code !== 'string') throw invalidParameter('ServiceCode is required.');
  if (code !== 'AmazonEC2') throw new AwsError('NotFoundException', `Service ${code} was not found.`);
}

function getProducts(call: Call): Reply {
  const { json } = call.request;
  requireService(json.ServiceCode);
  if (json.FormatVersion !== undefined && json.FormatVersion !== 'aws_v1') {
    throw invalidParameter('FormatVersion must be aws_v1.');
  }
  const filters = readFilters(json.Filters);
  const size = Math.min(readSize(json.MaxResults, 100), call.pageSize);
  const position = readPosition(call.request, call.now);
  const list = call.source.priceList(position.asOf / 1000);
  const found = select(catalogueOf(list), filters);
  const page = cutPage(call.request, position, found.length, size, call.quirk);
  const items = found.slice(page.from, page.to).map((product) => priceListItem(product, list.versionSeconds));
  return jsonReply({
    FormatVersion: 'aws_v1',
    ...(page.nextToken === '' ? {} : { NextToken: page.nextToken }),
    PriceList: items,
  });
}

function attributeNames(call: Call): string[] {
  const { all } = catalogueOf(call.source.priceList(call.now / 1000));
  return [...new Set(all.flatMap((product) => Object.keys(product.attributes)))].sort();
}

function describeServices(call: Call): Reply {
  const code = call.request.json.ServiceCode;
  if (code !== undefined) requireService(code);
  const names = ['productFamily', ...attributeNames(call)];
  return jsonReply({
    FormatVersion: 'aws_v1',
    Services: [{ ServiceCode: 'AmazonEC2', AttributeNames: names }],
  });
}

function getAttributeValues(call: Call): Reply {
  const { json } = call.request;
  requireService(json.ServiceCode);
  const name = json.AttributeName;
  if (typeof name !== 'string') throw invalidParameter('AttributeName is required.');
  const size = readSize(json.MaxResults, 10_000);
  const position = readPosition(call.request, call.now);
  const { all } = catalogueOf(call.source.priceList(position.asOf / 1000));
  const own = all.map((product) => (name === 'productFamily' ? product.family : product.attributes[name]));
  const values = [...new Set(own.filter((value) => value !== undefined))].sort();
  const page = cutPage(call.request, position, values.length, size, call.quirk);
  return jsonReply({
    ...(page.nextToken === '' ? {} : { NextToken: page.nextToken }),
    AttributeValues: values.slice(page.from, page.to).map((value) => ({ Value: value })),
  });
}

const HANDLERS: Readonly<Record<string, (call: Call) => Reply>> = {
  GetProducts: getProducts,
  DescribeServices: describeServices,
  GetAttributeValues: getAttributeValues,
};

export function pricingService(call: Call): Reply {
  const { action, region } = call.request;
  if (!HOSTED.includes(region)) throw new UnreachableHost();
  const handler = Object.hasOwn(HANDLERS, action) ? HANDLERS[action] : undefined;
  if (handler === undefined) throw new AwsError('UnknownOperationException', `${action} is not known here.`);
  return handler(call);
}
