import { FAULT_KINDS, type Fault } from './fault.ts';

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number';

const MEMBERS: Readonly<Record<string, Test>> = {
  kind: (value) => FAULT_KINDS.some((kind) => kind === value),
  service: isText,
  action: isText,
  region: isText,
  value: isText,
  body: isText,
  times: isNumber,
  skip: isNumber,
  every: isNumber,
  ms: isNumber,
  status: isNumber,
  retryAfter: (value) => value === null || typeof value === 'string',
};

// JSON has no Infinity.
const meant = (name: string, value: unknown): unknown =>
  name === 'times' && value === 'Infinity' ? Number.POSITIVE_INFINITY : value;

function parseOne(input: unknown): Fault {
  if (typeof input !== 'object' || input === null) throw new Error('a fault is a JSON object');
  const members = Object.entries(input).map(([name, value]) => [name, meant(name, value)] as const);
  for (const [name, value] of members) {
    if (Object.hasOwn(MEMBERS, name) && MEMBERS[name]?.(value)) continue;
    const accepted = `${Object.keys(MEMBERS).join(', ')}; kind is one of ${FAULT_KINDS.join(', ')}`;
    throw new Error(`${name}: ${JSON.stringify(value)} is not accepted; a fault has ${accepted}`);
  }
  if (!members.some(([name]) => name === 'kind'))
    throw new Error(`kind is missing; one of ${FAULT_KINDS.join(', ')}`);
  return Object.fromEntries(members) as unknown as Fault;
}

export function parseFaults(body: string): Fault[] {
  const input: unknown = JSON.parse(body);
  return Array.isArray(input) ? input.map(parseOne) : [parseOne(input)];
}
