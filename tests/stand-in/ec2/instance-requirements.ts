import { AwsError, invalidValue } from '../aws/errors.ts';
import { listParam, wildcard } from '../aws/params.ts';
import type { InstanceTypeFacts } from '../sources/market-source.ts';
import type { Call } from './context.ts';

const REQUIREMENTS = 'InstanceRequirementsWithMetadata';
const INNER = `${REQUIREMENTS}.InstanceRequirements`;

const ACCELERATOR_TYPES: Readonly<Record<string, readonly string[]>> = {
  gpu: ['gpu'],
  fpga: ['fpga'],
  inference: ['neuron', 'inference'],
  media: ['media'],
};

function everyType({ source, now }: Call): Map<string, InstanceTypeFacts> {
  const all = new Map<string, InstanceTypeFacts>();
  for (const region of source.regions()) {
    for (const facts of source.instanceTypes(region.name, now / 1000)) all.set(facts.type, facts);
  }
  return all;
}

type Params = Call['request']['params'];

function within(params: Params, name: string, own: number): boolean {
  const min = Number(params[`${INNER}.${name}.Min`] ?? 0);
  const max = Number(params[`${INNER}.${name}.Max`] ?? Number.POSITIVE_INFINITY);
  return own >= min && own <= max;
}

/** The attributes a market of accelerators can be asked for; the others of the model are met by every type here. */
function meets(params: Params, facts: InstanceTypeFacts): boolean {
  const kinds = listParam(params, `${INNER}.AcceleratorType`).flatMap(
    (kind) => ACCELERATOR_TYPES[kind] ?? [],
  );
  const makers = listParam(params, `${INNER}.AcceleratorManufacturer`);
  const names = listParam(params, `${INNER}.AcceleratorName`);
  const allowed = listParam(params, `${INNER}.AllowedInstanceType`);
  const excluded = listParam(params, `${INNER}.ExcludedInstanceType`);
  const maker = (facts.manufacturer ?? '').toLowerCase().replace(/^aws$/, 'amazon-web-services');
  return (
    within(params, 'VCpuCount', facts.vcpu) &&
    within(params, 'MemoryMiB', facts.hostMib) &&
    within(params, 'AcceleratorCount', facts.count ?? 0) &&
    (kinds.length === 0 || kinds.includes(facts.kind)) &&
    (makers.length === 0 || makers.includes(maker)) &&
    (names.length === 0 || names.includes((facts.name ?? '').toLowerCase())) &&
    (allowed.length === 0 || wildcard(allowed)(facts.type)) &&
    !wildcard(excluded)(facts.type)
  );
}

function requireRequirements(params: Params): void {
  for (const name of ['VCpuCount', 'MemoryMiB']) {
    if (params[`${INNER}.${name}.Min`] !== undefined) continue;
    throw new AwsError(
      'MissingParameter',
      `The request must contain the parameter ${REQUIREMENTS}.InstanceRequirements.${name}.Min`,
    );
  }
}

/** The distinct types of a request, named or described: one of the two, never both and never neither. */
export function wantedTypes(call: Call, atMost: number): InstanceTypeFacts[] {
  const { params } = call.request;
  const named = listParam(params, 'InstanceType');
  const described = Object.keys(params).some((name) => name.startsWith(`${REQUIREMENTS}.`));
  if (named.length > 0 && described) {
    throw new AwsError(
      'InvalidParameterCombination',
      `The parameter InstanceTypes cannot be used with the parameter ${REQUIREMENTS}`,
    );
  }
  if (named.length === 0 && !described) {
    throw new AwsError(
      'MissingParameter',
      `The request must contain the parameter InstanceTypes or ${REQUIREMENTS}`,
    );
  }
  if (named.length > atMost) {
    throw invalidValue(`The parameter instanceTypes can have at most ${atMost} values.`);
  }
  const all = everyType(call);
  if (described) {
    requireRequirements(params);
    return [...all.values()].filter((facts) => meets(params, facts));
  }
  return [...new Set(named)].map((type) => {
    const facts = all.get(type);
    if (facts === undefined) throw invalidValue(`The following instance types are invalid: [${type}]`);
    return facts;
  });
}
