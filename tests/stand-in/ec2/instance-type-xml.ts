import type { InstanceTypeFacts } from '../sources/market-source.ts';
import { tag } from './element.ts';

const memory = (mib: number | null): string =>
  mib === null ? '' : `<memoryInfo>${tag('sizeInMiB', mib)}</memoryInfo>`;

// The API adds this field up over whole GPUs: a partitioned one has its share as memory and counts 0.
const totalMemory = (facts: InstanceTypeFacts): number => (facts.memoryMib ?? 0) * (facts.count || 1);

function gpuInfo(facts: InstanceTypeFacts): string {
  const partition =
    facts.fraction === null ? '' : tag('logicalGpuCount', 1) + tag('gpuPartitionSize', facts.fraction);
  const device =
    tag('name', facts.name) + tag('manufacturer', facts.manufacturer) + tag('count', facts.count) + partition;
  return `<gpuInfo><gpus><item>${device}${memory(facts.memoryMib)}</item></gpus>${tag('totalGpuMemoryInMiB', totalMemory(facts))}</gpuInfo>`;
}

const CORES: Readonly<Record<string, readonly [number, number]>> = {
  Trainium: [2, 2],
  Trainium2: [8, 3],
  Inferentia: [4, 1],
  Inferentia2: [2, 2],
};

function neuronInfo(facts: InstanceTypeFacts): string {
  const [count, version] = CORES[facts.name ?? ''] ?? [2, 2];
  const cores = `<coreInfo>${tag('count', count)}${tag('version', version)}</coreInfo>`;
  const device = tag('count', facts.count) + tag('name', facts.name) + cores + memory(facts.memoryMib);
  const total = tag('totalNeuronDeviceMemoryInMiB', totalMemory(facts));
  return `<neuronInfo><neuronDevices><item>${device}</item></neuronDevices>${total}</neuronInfo>`;
}

// The model names this one list member "member"; every other list of the answer has "item".
function inferenceInfo(facts: InstanceTypeFacts): string {
  const device =
    tag('count', facts.count) +
    tag('name', facts.name) +
    tag('manufacturer', facts.manufacturer) +
    memory(facts.memoryMib);
  const total = tag('totalInferenceMemoryInMiB', totalMemory(facts));
  return `<inferenceAcceleratorInfo><accelerators><member>${device}</member></accelerators>${total}</inferenceAcceleratorInfo>`;
}

function mediaInfo(facts: InstanceTypeFacts): string {
  const device =
    tag('count', facts.count) +
    tag('name', facts.name) +
    tag('manufacturer', facts.manufacturer) +
    memory(facts.memoryMib);
  return `<mediaAcceleratorInfo><accelerators><item>${device}</item></accelerators>${tag('totalMediaMemoryInMiB', totalMemory(facts))}</mediaAcceleratorInfo>`;
}

function fpgaInfo(facts: InstanceTypeFacts): string {
  const device =
    tag('name', facts.name) +
    tag('manufacturer', facts.manufacturer) +
    tag('count', facts.count) +
    memory(facts.memoryMib);
  return `<fpgaInfo><fpgas><item>${device}</item></fpgas>${tag('totalFpgaMemoryInMiB', totalMemory(facts))}</fpgaInfo>`;
}

function acceleratorInfo(facts: InstanceTypeFacts): string {
  switch (facts.kind) {
    case 'gpu':
      return gpuInfo(facts);
    case 'neuron':
      // Inferentia appears twice in a real answer, Trainium once.
      return facts.type.startsWith('inf') ? inferenceInfo(facts) + neuronInfo(facts) : neuronInfo(facts);
    case 'inference':
      return inferenceInfo(facts);
    case 'media':
      return mediaInfo(facts);
    case 'fpga':
      return fpgaInfo(facts);
    default:
      return '';
  }
}

// Sums of peak bandwidth over network cards that differ from the listed performance, as captured
// (facts/accelerators.md section 1): nobody should be adding them up.
const CARD_SUMS: Readonly<Record<string, number>> = {
  'p6-b200.48xlarge': 1600,
  'p6-b300.48xlarge': 6750,
  'g6e.48xlarge': 1600,
  'g6e.24xlarge': 400,
  'trn2.3xlarge': 50,
};

function networkInfo(facts: InstanceTypeFacts): string {
  const cards = Math.max(1, facts.efa ?? 1);
  const peak = (CARD_SUMS[facts.type] ?? facts.networkGbps ?? 1) / cards;
  const card = (index: number): string =>
    `<item>${tag('networkCardIndex', index)}${tag('networkPerformance', `${peak} Gigabit`)}${tag('maximumNetworkInterfaces', 2)}${tag('peakBandwidthInGbps', peak)}</item>`;
  const list = Array.from({ length: cards }, (_, index) => card(index)).join('');
  const efa = facts.efa === null ? '' : `<efaInfo>${tag('maximumEfaInterfaces', facts.efa)}</efaInfo>`;
  return (
    `<networkInfo>${tag('networkPerformance', facts.network)}${tag('maximumNetworkInterfaces', cards * 2)}` +
    `${tag('maximumNetworkCards', cards)}<networkCards>${list}</networkCards>${tag('efaSupported', facts.efaSupported)}${efa}</networkInfo>`
  );
}

const ARM = /^(g5g|c7g|p6e)/;

export function instanceTypeXml(facts: InstanceTypeFacts, supportedInRegion: boolean | undefined): string {
  const classes = facts.classes.map((usageClass) => `<item>${usageClass}</item>`).join('');
  const bareMetal = facts.type.endsWith('.metal');
  const architecture = ARM.test(facts.type) ? 'arm64' : 'x86_64';
  const here = supportedInRegion === undefined ? '' : tag('supportedInRegion', supportedInRegion);
  return (
    `<item>${tag('instanceType', facts.type)}${tag('currentGeneration', true)}${tag('freeTierEligible', false)}` +
    `<supportedUsageClasses>${classes}</supportedUsageClasses>${tag('bareMetal', bareMetal)}` +
    `<processorInfo><supportedArchitectures><item>${architecture}</item></supportedArchitectures></processorInfo>` +
    `<vCpuInfo>${tag('defaultVCpus', facts.vcpu)}</vCpuInfo><memoryInfo>${tag('sizeInMiB', facts.hostMib)}</memoryInfo>` +
    `${networkInfo(facts)}${acceleratorInfo(facts)}${here}</item>`
  );
}
