import type { ReactNode } from 'react';
import { acceleratorCount, count } from '#app/_ui/format.ts';
import type { TypeFacts } from '#db/queries/board.ts';

/** What the type is: its accelerators and what they can do, each fact with its unit, unknown ones by that name. */
export function TypeHead({ facts, children }: { facts: TypeFacts; children: ReactNode }) {
  const each = facts.acceleratorCount;
  return (
    <header className="shell flex flex-wrap items-end justify-between gap-x-10 gap-y-4 pt-6 pb-4">
      <div>
        <p className="text-[26px] leading-tight font-semibold tracking-tight">{facts.name}</p>
        <dl className="mt-3 flex flex-wrap gap-x-7 gap-y-2">
          <Fact name="Accelerators">
            {each > 0 ? `${acceleratorCount(each)} × ` : ''}
            {facts.vendor} {facts.accelerator}
            {each > 0 ? '' : `, ${acceleratorCount(each)}`}
          </Fact>
          <Fact name="Memory">
            {facts.memoryGibEach === null ? undefined : memory(facts.memoryGibEach, each)}
          </Fact>
          <Fact name="Dense BF16">{flops(facts.bf16TflopsEach)}</Fact>
          <Fact name="Dense FP8">{flops(facts.fp8TflopsEach)}</Fact>
          <Fact name="Network">
            {facts.networkGbps === null ? undefined : `${count(facts.networkGbps)} Gbit/s`}
          </Fact>
          <Fact name="Host">
            {facts.vcpu === null
              ? undefined
              : `${count(facts.vcpu)} vCPU${facts.hostMemoryGib === null ? '' : `, ${count(facts.hostMemoryGib)} GiB`}`}
          </Fact>
        </dl>
        {!facts.described && (
          <p className="mt-2 text-[12px] text-warn">
            Not yet described: AWS lists this type, our catalogue does not have it.
          </p>
        )}
      </div>
      {children}
    </header>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-[12px] text-faint">{name}</dt>
      <dd>{children ?? <span className="text-faint">not known</span>}</dd>
    </div>
  );
}

function memory(each: number, accelerators: number): string {
  const one = `${round(each)} GiB`;
  return accelerators > 1 ? `${accelerators} × ${one}` : one;
}

function flops(tflops: number | null): string | undefined {
  return tflops === null ? undefined : `${count(round(tflops))} TFLOPS each`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
