import type { ReactNode } from 'react';
import { Age } from '#app/_ui/clock.client.tsx';
import { acceleratorCount, count } from '#app/_ui/format.ts';
import { Heads } from '#app/_ui/heads.tsx';
import type { TypeFacts } from '#db/queries/board.ts';
import { DESCRIBED_SOURCE } from '#lib/catalogue/described.ts';
import { limitsFamily, QUOTA_KINDS } from '#lib/catalogue/quotas.ts';

const API = 'EC2 DescribeInstanceTypes';

type Line = { name: string; value: ReactNode; source: string };

/** What the type is, each fact with its unit and its source; what nobody says is named as that. */
export function Specification({ facts }: { facts: TypeFacts }) {
  return (
    <section aria-label="Specification" className="shell pt-10">
      <h2 className="mb-1 text-[15px] font-semibold">Specification</h2>
      <table className="grid-table max-w-[1150px]">
        <caption className="sr-only">What {facts.name} is</caption>
        <Heads
          heads={[{ text: 'Fact' }, { text: 'Value' }, { text: 'Source', className: 'max-md:hidden' }]}
        />
        <tbody>
          {linesOf(facts).map(({ name, value, source }) => (
            <tr key={name}>
              <th scope="row" className="!border-b-0 !text-[13px] !font-normal !text-soft">
                {name}
              </th>
              <td>{value ?? <span className="text-faint">not known</span>}</td>
              <td className="whitespace-nowrap text-faint max-md:hidden">{source}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 max-w-[1150px] text-[12px] text-faint">
        {facts.described
          ? `Catalogue: ${DESCRIBED_SOURCE}`
          : 'AWS lists this type and our catalogue does not describe it yet: dense TFLOPS are in no AWS answer and stay unknown until it does.'}
      </p>
    </section>
  );
}

function linesOf(facts: TypeFacts): Line[] {
  const { acceleratorCount: each, described } = facts;
  const own = described ? 'catalogue' : API;
  const total = (one: number | null, unit: string) =>
    one === null || each <= 0 ? null : `${count(round(one * each))} ${unit} in all`;
  const perChip = (one: number | null, unit: string) =>
    one === null
      ? null
      : [`${count(round(one))} ${unit} each`, total(one, unit)].filter((part) => part !== null).join(', ');
  return [
    {
      name: 'Accelerators',
      value: `${acceleratorCount(each)} × ${facts.vendor} ${facts.accelerator}`,
      source: own,
    },
    { name: 'Accelerator memory', value: perChip(facts.memoryGibEach, 'GiB'), source: own },
    {
      name: 'Dense BF16',
      value: perChip(facts.bf16TflopsEach, 'TFLOPS'),
      source: 'catalogue: without sparsity',
    },
    {
      name: 'Dense FP16',
      value: perChip(facts.fp16TflopsEach, 'TFLOPS'),
      source: 'catalogue: without sparsity',
    },
    {
      name: 'Dense FP8',
      value: perChip(facts.fp8TflopsEach, 'TFLOPS'),
      source: 'catalogue: without sparsity',
    },
    { name: 'Host', value: hostOf(facts), source: own },
    {
      name: 'Network',
      value: facts.networkGbps === null ? null : `${count(facts.networkGbps)} Gbit/s as listed`,
      source: own,
    },
    {
      name: 'Family, purpose, status',
      value: `${facts.family}, ${facts.purpose === 'both' ? 'training and inference' : facts.purpose}, ${facts.status}`,
      source: 'catalogue',
    },
    { name: 'Quotas that count it', value: quotasOf(facts.family), source: 'Service Quotas codes, in vCPU' },
    {
      name: 'Listed by AWS',
      value:
        facts.lastListedAt === null ? (
          <span className="text-faint">in no watched region</span>
        ) : (
          <>
            last <Age at={facts.lastListedAt} />
          </>
        ),
      source: API,
    },
  ];
}

function hostOf({ vcpu, hostMemoryGib }: TypeFacts): string | null {
  const parts = [
    vcpu === null ? undefined : `${count(vcpu)} vCPU`,
    hostMemoryGib === null ? undefined : `${count(round(hostMemoryGib))} GiB`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join(', ');
}

function quotasOf(family: string): string | null {
  const found = QUOTA_KINDS.filter((kind) => limitsFamily(kind, family)).map(
    ({ scope, code }) => `${scope} ${code}`,
  );
  return found.length === 0 ? null : found.join(', ');
}

const round = (value: number) => Math.round(value * 10) / 10;
