/** What a quota is about: two ways to start an instance, and Capacity Blocks of one account or of the organization. */
export const QUOTA_SCOPES = ['on-demand', 'spot', 'capacity-block', 'capacity-block-organization'] as const;
export type QuotaScope = (typeof QUOTA_SCOPES)[number];

/**
 * A quota of accelerator instances; its values are vCPU per region. `families` are tokens: a letter for all generations
 * (`p`), a generation (`p5`), or one family (`p5en`).
 */
export type QuotaKind = { code: string; name: string; scope: QuotaScope; families: readonly string[] };

const onDemand = (code: string, letters: string, ...families: string[]): QuotaKind => ({
  code,
  name: `Running On-Demand ${letters} instances`,
  scope: 'on-demand',
  families,
});
const spot = (code: string, letters: string, ...families: string[]): QuotaKind => ({
  code,
  name: `All ${letters} Spot Instance Requests`,
  scope: 'spot',
  families,
});
const blocks = (family: string, account: string, organization: string): QuotaKind[] => [
  block(account, family, 'capacity-block', 'account'),
  block(organization, family, 'capacity-block-organization', 'organization'),
];
const block = (code: string, family: string, scope: QuotaScope, holder: string): QuotaKind => ({
  code,
  name: `${family} Capacity Blocks per ${holder}`,
  scope,
  families: [family.toLowerCase()],
});

/**
 * Codes from the EC2 service quota pages (docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html and the
 * Service Quotas reference of EC2), in the order they are shown. AWS has published none for P6 on spot, nor for blocks of
 * P4de and P6: one that appears is recognised by its name. FPGA quotas are left out, as FPGA types are.
 */
export const QUOTA_KINDS: readonly QuotaKind[] = [
  onDemand('L-417A185B', 'P', 'p'),
  spot('L-C4BD4855', 'P5', 'p5'),
  spot('L-7212CCBC', 'P4, P3 and P2', 'p4', 'p3', 'p2'),
  ...blocks('P5', 'L-DA6814F2', 'L-8131B2C6'),
  ...blocks('P5e', 'L-C45F30BC', 'L-AD1D1866'),
  ...blocks('P5en', 'L-4F9BB70B', 'L-7EA86503'),
  ...blocks('P4d', 'L-2C8F52B3', 'L-B67430DE'),
  onDemand('L-2C3B7624', 'Trn', 'trn'),
  spot('L-6B0D517C', 'Trn', 'trn'),
  ...blocks('Trn1', 'L-2E30FD7D', 'L-C4947F9A'),
  ...blocks('Trn2', 'L-64569A79', 'L-24E8B4C0'),
  onDemand('L-DB2E81BA', 'G and VT', 'g', 'vt'),
  spot('L-3819A6DF', 'G and VT', 'g', 'vt'),
  onDemand('L-1945791B', 'Inf', 'inf'),
  spot('L-B5D1601B', 'Inf', 'inf'),
  onDemand('L-6E869C2A', 'DL', 'dl'),
  spot('L-85EED4F7', 'DL', 'dl'),
];

const BY_CODE = new Map(QUOTA_KINDS.map((kind) => [kind.code, kind]));

/**
 * What a quota is about, by its name and its code; undefined for one that is not about accelerator instances. A name that
 * says generations is believed before the table, so that AWS may widen a quota; a letter alone (`P`) may be an old name.
 */
export function recogniseQuota(code: string, name: string): QuotaKind | undefined {
  const known = BY_CODE.get(code);
  const named = readName(name);
  if (known === undefined) return named === undefined ? undefined : { code, name, ...named };
  const isExact = named?.scope === known.scope && named.families.every((family) => /\d/.test(family));
  return { ...known, name, families: isExact ? named.families : known.families };
}

const FAMILY = /\b(?:P|G|VT|Trn|Inf|DL)(?:\d+[a-z]*(?:-[a-z]+\d+)?)?\b/gi;

function readName(name: string): Pick<QuotaKind, 'scope' | 'families'> | undefined {
  const scope = scopeOf(name);
  const families = [...new Set(name.match(FAMILY)?.map((family) => family.toLowerCase()))];
  return scope === undefined || families.length === 0 ? undefined : { scope, families };
}

/** Dedicated Hosts have quotas of their own, in hosts: they are none of these. */
function scopeOf(name: string): QuotaScope | undefined {
  if (/\bdedicated\b/i.test(name)) return undefined;
  if (/\bcapacity blocks?\b/i.test(name))
    return /\borgani[sz]ations?\b/i.test(name) ? 'capacity-block-organization' : 'capacity-block';
  if (/\bspot instance requests\b/i.test(name)) return 'spot';
  return /\bon-demand\b.*\binstances\b/i.test(name) ? 'on-demand' : undefined;
}

const FAMILY_PARTS = /^([a-z]+)(\d+)/;

/**
 * Whether a quota limits an instance family such as `p5en`. A block quota is about one family and its variants after a
 * dash. AWS limits P on spot by generation: a quota that names the letter alone is not taken for a generation it may not mean.
 */
export function limitsFamily(
  { scope, families }: Pick<QuotaKind, 'scope' | 'families'>,
  family: string,
): boolean {
  const [, letters = '', generation = ''] = FAMILY_PARTS.exec(family) ?? [];
  return families.some((token) => {
    if (token === family) return true;
    if (scope !== 'on-demand' && scope !== 'spot') return family.startsWith(`${token}-`);
    if (/\d/.test(token)) return token === `${letters}${generation}`;
    if (token === 'p' && scope === 'spot') return false;
    return token === letters || (token === 'g' && letters === 'gr');
  });
}

/** The groups in which quotas are shown, by the letters of their families. */
export const QUOTA_GROUPS = ['P', 'Trn', 'G and VT', 'Inf', 'DL'] as const;
export type QuotaGroup = (typeof QUOTA_GROUPS)[number];

const GROUP_OF: Readonly<Record<string, QuotaGroup>> = {
  p: 'P',
  trn: 'Trn',
  g: 'G and VT',
  gr: 'G and VT',
  vt: 'G and VT',
  inf: 'Inf',
  dl: 'DL',
};

/** The group of a quota by the first of its families, or of an instance family. */
export function quotaGroup(family: string): QuotaGroup | undefined {
  return GROUP_OF[/^[a-z]+/.exec(family)?.[0] ?? ''];
}
