import { AwsError, invalidValue } from '../aws/errors.ts';
import { filterParams, intParam, listParam, passes, timeParam } from '../aws/params.ts';
import type { SpotSelection } from '../sources/market-source.ts';
import type { Call } from './context.ts';
import { zonesOf } from './zones.ts';

const FILTERS = [
  'availability-zone',
  'availability-zone-id',
  'instance-type',
  'product-description',
  'spot-price',
  'timestamp',
];

const PRODUCTS = ['Linux/UNIX', 'Red Hat Enterprise Linux', 'SUSE Linux', 'Windows'];
const VPC = ' (Amazon VPC)';

export interface SpotQuery {
  /** Epoch milliseconds; `from` may lie after `to`, then only the prices in force are asked for. */
  readonly from: number;
  readonly to: number;
  readonly selection: SpotSelection;
  readonly zone: (name: string, zoneId: string) => boolean;
  readonly record: ((price: string, iso: string) => boolean) | undefined;
  readonly maxResults: number | undefined;
}

function productTest(
  listed: readonly string[],
  filter: (value: string) => boolean,
): (product: string) => boolean {
  const unknown = listed.find((product) => !PRODUCTS.includes(product.replace(VPC, '')));
  if (unknown !== undefined) throw invalidValue(`Invalid product description: ${unknown}`);
  const wanted = new Set(listed.map((product) => product.replace(VPC, '')));
  return (product) =>
    (wanted.size === 0 || wanted.has(product)) && (filter(product) || filter(product + VPC));
}

function typeTest(listed: readonly string[], filter: (value: string) => boolean): (type: string) => boolean {
  const malformed = listed.find((type) => !/^[a-z0-9-]+\.[a-z0-9-]+$/.test(type));
  if (malformed !== undefined) throw invalidValue(`Invalid instance type: ${malformed}`);
  const wanted = new Set(listed);
  return (type) => (wanted.size === 0 || wanted.has(type)) && filter(type);
}

function zoneTest(call: Call, byName: (value: string) => boolean, byId: (value: string) => boolean) {
  const { AvailabilityZone: name = '', AvailabilityZoneId: zoneId = '' } = call.request.params;
  if (name !== '' && zoneId !== '') {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter AvailabilityZone cannot be used with the parameter AvailabilityZoneId',
    );
  }
  const known = zonesOf(call);
  if (name !== '' && !known.some((zone) => zone['zone-name'] === name)) {
    throw invalidValue(`Invalid availability zone: [${name}]`);
  }
  if (zoneId !== '' && !known.some((zone) => zone['zone-id'] === zoneId)) {
    throw invalidValue(`Invalid availability zone id: [${zoneId}]`);
  }
  return (ownName: string, ownId: string): boolean =>
    (name === '' || ownName === name) &&
    (zoneId === '' || ownId === zoneId) &&
    byName(ownName) &&
    byId(ownId);
}

export function readSpotQuery(call: Call, asOf: number): SpotQuery {
  const { params } = call.request;
  const filters = filterParams(params, FILTERS);
  const onRecord = filters.some((filter) => filter.name === 'spot-price' || filter.name === 'timestamp');
  const price = passes(filters, 'spot-price');
  const timestamp = passes(filters, 'timestamp');
  const oldest = asOf - call.historyDays * 86_400_000;
  return {
    from: Math.max(timeParam(params, 'StartTime') ?? oldest, oldest),
    to: timeParam(params, 'EndTime') ?? Number.POSITIVE_INFINITY,
    selection: {
      types: typeTest(listParam(params, 'InstanceType'), passes(filters, 'instance-type')),
      products: productTest(listParam(params, 'ProductDescription'), passes(filters, 'product-description')),
    },
    zone: zoneTest(call, passes(filters, 'availability-zone'), passes(filters, 'availability-zone-id')),
    record: onRecord ? (text, iso) => price(text) && timestamp(iso) : undefined,
    maxResults: intParam(params, 'MaxResults', 1, 1_000_000),
  };
}
