import data from './described.data.json' with { type: 'json' };

/** What we know of an accelerator type beyond the API; null is "not found or not applicable", never a guess. */
export type DescribedType = {
  type: string;
  family: string;
  accelerator: string | null;
  vendor: string | null;
  kind: string;
  /** Accelerators per instance, a fraction for partitioned GPUs. */
  count: number | null;
  memoryGibEach: number | null;
  /** Dense TFLOPS per accelerator. */
  bf16: number | null;
  fp16: number | null;
  fp8: number | null;
  vcpu: number | null;
  hostMemoryGib: number | null;
  networkGbps: number | null;
  purpose: string;
  status: string;
};

/** Kinds of accelerator that train or serve models; FPGAs and video cards are left out. */
const COMPUTE_KINDS = new Set(['gpu', 'neuron', 'inference']);

/** Every described type that computes, retired ones included: their prices may still be on record. */
export const DESCRIBED: ReadonlyMap<string, DescribedType> = new Map(
  (data.types as DescribedType[])
    .filter((type) => COMPUTE_KINDS.has(type.kind))
    .map((type) => [type.type, type]),
);

/** Where the described facts come from, for the page that shows them. */
export const DESCRIBED_SOURCE: string = data.source;
