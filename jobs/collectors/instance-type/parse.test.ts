import { describe, expect, test } from 'vitest';
import { SchemaError } from '../../aws/errors.ts';
import { parseInstanceType } from './parse.ts';

const gpu = (InstanceType: string, device: Record<string, unknown>, over: Record<string, unknown> = {}) => ({
  InstanceType,
  SupportedUsageClasses: ['spot', 'on-demand'],
  GpuInfo: { Gpus: [device] },
  ...over,
});

describe('what the API gets wrong', () => {
  test('Trainium2 memory is 96 GiB, not the 512 that the API says', () => {
    const Trainium2 = { Name: 'Trainium2', Count: 16, MemoryInfo: { SizeInMiB: 524_288 } };
    const listed = parseInstanceType({
      InstanceType: 'trn2.48xlarge',
      SupportedUsageClasses: ['capacity-block', 'spot'],
      NeuronInfo: { NeuronDevices: [Trainium2] },
    });
    expect(listed?.row).toMatchObject({ memoryGibEach: 96, acceleratorCount: 16, described: true });
  });

  test.each([
    ['g6f.large', 0.125],
    ['g6f.4xlarge', 0.5],
  ])('fractional GPUs are a fraction, not none: %s', (type, count) => {
    const part = { Name: 'L4', Count: 0, LogicalGpuCount: 1, GpuPartitionSize: count };
    expect(parseInstanceType(gpu(type, part))?.row.acceleratorCount).toBe(count);
  });

  test('a partitioned GPU that nobody has described yet is a fraction, too', () => {
    const part = {
      Name: 'R10',
      Manufacturer: 'NVIDIA',
      Count: 0,
      LogicalGpuCount: 2,
      GpuPartitionSize: 0.25,
    };
    expect(parseInstanceType(gpu('g9f.large', part))?.row).toMatchObject({
      acceleratorCount: 0.5,
      described: false,
    });
  });

  test('inf in two places is one kind of accelerator, counted once', () => {
    const listed = parseInstanceType({
      InstanceType: 'inf9.24xlarge',
      SupportedUsageClasses: ['on-demand'],
      InferenceAcceleratorInfo: { Accelerators: [{ Name: 'Inferentia9', Manufacturer: 'AWS', Count: 6 }] },
      NeuronInfo: { NeuronDevices: [{ Name: 'Inferentia9', Count: 6 }] },
    });
    expect(listed?.row).toMatchObject({ kind: 'neuron', acceleratorCount: 6, vendor: 'AWS' });
  });
});

describe('a type that AWS lists for the first time', () => {
  const p7x = gpu(
    'p7x.48xlarge',
    { Name: 'R100', Manufacturer: 'NVIDIA', Count: 8, MemoryInfo: { SizeInMiB: 294_912 } },
    {
      VCpuInfo: { DefaultVCpus: 256 },
      MemoryInfo: { SizeInMiB: 4_194_304 },
      NetworkInfo: { NetworkPerformance: '16x 400 Gigabit' },
    },
  );

  test('is kept, with what the API says and nothing guessed', () => {
    expect(parseInstanceType(p7x)).toEqual({
      usageClasses: 'on-demand,spot',
      row: {
        name: 'p7x.48xlarge',
        family: 'p7x',
        accelerator: 'R100',
        vendor: 'NVIDIA',
        kind: 'gpu',
        purpose: 'unknown',
        status: 'current',
        described: false,
        acceleratorCount: 8,
        memoryGibEach: 288,
        bf16TflopsEach: null,
        fp16TflopsEach: null,
        fp8TflopsEach: null,
        vcpu: 256,
        hostMemoryGib: 4096,
        networkGbps: 6400,
        firstListedAt: null,
        lastListedAt: null,
      },
    });
  });

  test('is kept even if the API says next to nothing', () => {
    expect(parseInstanceType(gpu('p9.large', {}))?.row).toMatchObject({
      accelerator: 'unknown',
      vendor: 'unknown',
      memoryGibEach: null,
      vcpu: null,
      networkGbps: null,
    });
  });

  test.each([
    ['3200 Gigabit', 3200],
    ['4x 100 Gigabit', 400],
    ['Up to 25 Gigabit', 25],
    ['12.5 Gigabit', 12.5],
    ['Moderate', null],
    [undefined, null],
  ])('a network of %j is %j Gbit/s', (NetworkPerformance, gbps) => {
    const listed = parseInstanceType(gpu('p9.large', {}, { NetworkInfo: { NetworkPerformance } }));
    expect(listed?.row.networkGbps).toBe(gbps);
  });
});

describe('what is not listed', () => {
  test.each([
    ['no accelerator', { InstanceType: 'm7i.large' }],
    ['an FPGA', { InstanceType: 'f2.48xlarge', FpgaInfo: { Fpgas: [{ Count: 8 }] } }],
    ['a video card', { InstanceType: 'vt1.3xlarge', MediaAcceleratorInfo: { Accelerators: [{ Count: 1 }] } }],
    ['an empty list of GPUs', { InstanceType: 'x9.large', GpuInfo: { Gpus: [] } }],
  ])('a type with %s', (_, item) => {
    expect(parseInstanceType(item)).toBeUndefined();
  });

  test.each([{}, { InstanceType: '' }, { InstanceType: 'p5.48xlarge', GpuInfo: { Gpus: 'eight' } }, null])(
    'a broken item is a broken answer: %j',
    (item) => {
      expect(() => parseInstanceType(item)).toThrow(SchemaError);
    },
  );
});
