import { z } from 'zod';
import type { InstanceType } from '#db/queries/instance-types.ts';
import { DESCRIBED, type DescribedType } from '#lib/catalogue/described.ts';
import { SchemaError } from '../../aws/errors.ts';

const memory = z.object({ SizeInMiB: z.number().optional() }).optional();
const device = z.object({
  Name: z.string().optional(),
  Manufacturer: z.string().optional(),
  Count: z.number().optional(),
  LogicalGpuCount: z.number().optional(),
  GpuPartitionSize: z.number().optional(),
  MemoryInfo: memory,
});

const typeItem = z.object({
  InstanceType: z.string().min(1),
  SupportedUsageClasses: z.array(z.string()).default([]),
  VCpuInfo: z.object({ DefaultVCpus: z.number().optional() }).optional(),
  MemoryInfo: memory,
  NetworkInfo: z.object({ NetworkPerformance: z.string().optional() }).optional(),
  GpuInfo: z.object({ Gpus: z.array(device).optional() }).optional(),
  NeuronInfo: z.object({ NeuronDevices: z.array(device).optional() }).optional(),
  InferenceAcceleratorInfo: z.object({ Accelerators: z.array(device).optional() }).optional(),
});

export type ListedType = { row: InstanceType; usageClasses: string };

/** An accelerator type as AWS lists it; undefined for a type without an accelerator. */
export function parseInstanceType(item: unknown): ListedType | undefined {
  const parsed = typeItem.safeParse(item);
  if (!parsed.success)
    throw new SchemaError(`an instance type cannot be read: ${parsed.error.issues[0]?.message ?? ''}`);
  const type = parsed.data;
  const found = accelerator(type);
  if (found === undefined) return undefined;
  const usageClasses = [...type.SupportedUsageClasses].sort().join(',');
  const described = DESCRIBED.get(type.InstanceType);
  if (described !== undefined) return { row: describedRow(described), usageClasses };
  return { row: undescribedRow(type, found), usageClasses };
}

type Device = z.infer<typeof device>;
type Found = { device: Device; kind: string };

/** inf1 and inf2 appear under Neuron and under inference accelerators: Neuron is the one to take. */
function accelerator(type: z.infer<typeof typeItem>): Found | undefined {
  const gpu = type.GpuInfo?.Gpus?.[0];
  if (gpu !== undefined) return { device: gpu, kind: 'gpu' };
  const neuron = type.NeuronInfo?.NeuronDevices?.[0];
  if (neuron !== undefined) return { device: neuron, kind: 'neuron' };
  const inference = type.InferenceAcceleratorInfo?.Accelerators?.[0];
  return inference === undefined ? undefined : { device: inference, kind: 'inference' };
}

/** The described facts win over the API, which is wrong on Trainium2 memory and counts fractional GPUs as zero. */
export function describedRow(type: DescribedType): InstanceType {
  return {
    name: type.type,
    family: type.family,
    accelerator: type.accelerator ?? 'unknown',
    vendor: type.vendor ?? 'unknown',
    kind: type.kind,
    purpose: type.purpose,
    status: type.status,
    described: true,
    acceleratorCount: type.count ?? 0,
    memoryGibEach: type.memoryGibEach,
    bf16TflopsEach: type.bf16,
    fp16TflopsEach: type.fp16,
    fp8TflopsEach: type.fp8,
    vcpu: type.vcpu,
    hostMemoryGib: type.hostMemoryGib,
    networkGbps: type.networkGbps,
    firstListedAt: null,
    lastListedAt: null,
  };
}

function undescribedRow(type: z.infer<typeof typeItem>, { device, kind }: Found): InstanceType {
  const mib = device.MemoryInfo?.SizeInMiB;
  const hostMib = type.MemoryInfo?.SizeInMiB;
  return {
    name: type.InstanceType,
    family: type.InstanceType.split('.')[0] ?? type.InstanceType,
    accelerator: device.Name ?? 'unknown',
    vendor: device.Manufacturer ?? (kind === 'neuron' ? 'AWS' : 'unknown'),
    kind,
    purpose: 'unknown',
    status: 'current',
    described: false,
    acceleratorCount: countOf(device),
    memoryGibEach: mib === undefined ? null : mib / 1024,
    bf16TflopsEach: null,
    fp16TflopsEach: null,
    fp8TflopsEach: null,
    vcpu: type.VCpuInfo?.DefaultVCpus ?? null,
    hostMemoryGib: hostMib === undefined ? null : hostMib / 1024,
    networkGbps: gbps(type.NetworkInfo?.NetworkPerformance),
    firstListedAt: null,
    lastListedAt: null,
  };
}

/** A partitioned GPU has Count 0 and says its size in LogicalGpuCount × GpuPartitionSize. */
function countOf({ Count = 0, LogicalGpuCount = 0, GpuPartitionSize = 0 }: Device): number {
  return Count > 0 ? Count : LogicalGpuCount * GpuPartitionSize;
}

/** Reads "3200 Gigabit", "4x 100 Gigabit" or "Up to 25 Gigabit"; adding up the network cards would be wrong. */
function gbps(performance: string | undefined): number | null {
  const match = /(?:(\d+)x )?(\d+(?:\.\d+)?) Gigabit/.exec(performance ?? '');
  return match === null ? null : Number(match[1] ?? 1) * Number(match[2]);
}
