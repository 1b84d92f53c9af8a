import type { Basket } from '#lib/scores/configurations.ts';

/**
 * What is scored when nobody says otherwise: nine configurations of ten, so that one can be tried without waiting a
 * day. Every list is written down and none follows a catalogue: a new type or region must not change a question.
 *
 * - `hopper` is the market most people wait for: one instance and a cluster of eight in the ten standard regions that
 *   have most of it, and the eight in one zone, as training wants them, in the three regions with most zones.
 * - `blackwell-or-h200` needs a third type beside B200 and B300; the nearest is H200, and the name says so.
 * - `trainium-1-or-2` likewise: AWS has two generations in three types of sixteen chips.
 * - `l40s` and `l4` are sizes with one chip each, so that a number of instances is a number of chips.
 */
export const DEFAULT_BASKETS: readonly Basket[] = [
  {
    name: 'hopper',
    types: ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'],
    capacities: [1, 8],
    level: 'region',
    regions: [
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
      'eu-north-1',
      'eu-west-2',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-south-1',
      'ap-southeast-2',
    ],
  },
  {
    name: 'hopper',
    types: ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'],
    capacities: [8],
    level: 'zone',
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  },
  {
    name: 'blackwell-or-h200',
    types: ['p5en.48xlarge', 'p6-b200.48xlarge', 'p6-b300.48xlarge'],
    capacities: [1],
    level: 'region',
    regions: ['us-east-1', 'us-east-2', 'us-west-2', 'ap-south-1'],
  },
  {
    name: 'trainium-1-or-2',
    types: ['trn1.32xlarge', 'trn1n.32xlarge', 'trn2.48xlarge'],
    capacities: [1],
    level: 'region',
    regions: ['us-east-1', 'us-east-2', 'us-west-2', 'ap-south-1', 'ap-southeast-2'],
  },
  {
    name: 'l40s',
    types: ['g6e.xlarge', 'g6e.2xlarge', 'g6e.4xlarge', 'g6e.8xlarge', 'g6e.16xlarge'],
    capacities: [8],
    level: 'region',
    regions: [
      'us-east-1',
      'us-east-2',
      'us-west-2',
      'eu-central-1',
      'eu-north-1',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
    ],
  },
  {
    name: 'l4',
    types: ['g6.xlarge', 'g6.2xlarge', 'g6.4xlarge', 'g6.8xlarge', 'g6.16xlarge'],
    capacities: [8],
    level: 'region',
    regions: [
      'us-east-1',
      'us-east-2',
      'us-west-2',
      'ca-central-1',
      'eu-central-1',
      'eu-north-1',
      'eu-west-2',
      'eu-west-3',
      'ap-northeast-1',
      'ap-south-1',
    ],
  },
];
