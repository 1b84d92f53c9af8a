/** The accelerators of the types of the recorded year, from AWS's own pages of instance types. */

type Chip = { name: string; trains: boolean };

const CHIPS: [family: string, name: string, trains: boolean][] = [
  ['g2', 'K520', false],
  ['g3', 'M60', false],
  ['g3s', 'M60', false],
  ['g4ad', 'Radeon Pro V520', false],
  ['g4dn', 'T4', false],
  ['g5', 'A10G', false],
  ['g5g', 'T4g', false],
  ['p2', 'K80', true],
  ['p3', 'V100', true],
  ['p3dn', 'V100', true],
  ['p4d', 'A100 40GB', true],
  ['p4de', 'A100 80GB', true],
  ['p5', 'H100', true],
  ['trn1', 'Trainium', true],
  ['trn1n', 'Trainium', true],
  ['inf1', 'Inferentia', false],
  ['inf2', 'Inferentia2', false],
  ['dl1', 'Gaudi HL-205', true],
  ['dl2q', 'Cloud AI 100', false],
];
const FAMILIES = new Map(CHIPS.map(([family, name, trains]) => [family, { name, trains }]));

export function chipOf(type: string): Chip {
  const chip = FAMILIES.get(type.split('.')[0] ?? '');
  if (chip === undefined) throw new Error(`no accelerator is known of ${type}`);
  return chip;
}

/** Types with more than one. */
const SEVERAL: Record<string, number> = {
  ...{ 'g2.8xlarge': 4, 'g3.8xlarge': 2, 'g3.16xlarge': 4, 'g4ad.8xlarge': 2, 'g4ad.16xlarge': 4 },
  ...{ 'g4dn.12xlarge': 4, 'g4dn.metal': 8, 'g5.12xlarge': 4, 'g5.24xlarge': 4, 'g5.48xlarge': 8 },
  ...{ 'g5g.16xlarge': 2, 'g5g.metal': 2, 'p2.8xlarge': 8, 'p2.16xlarge': 16, 'p3.8xlarge': 4 },
  ...{ 'p3.16xlarge': 8, 'p3dn.24xlarge': 8, 'p4d.24xlarge': 8, 'p4de.24xlarge': 8, 'p5.48xlarge': 8 },
  ...{ 'trn1.32xlarge': 16, 'trn1n.32xlarge': 16, 'inf1.6xlarge': 4, 'inf1.24xlarge': 16 },
  ...{ 'inf2.24xlarge': 6, 'inf2.48xlarge': 12, 'dl1.24xlarge': 8, 'dl2q.24xlarge': 8 },
};
export const countOf = (type: string): number => SEVERAL[type] ?? 1;
