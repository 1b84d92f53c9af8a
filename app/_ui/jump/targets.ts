/** The answer of GET /api/v1/names. */
export type Names = {
  types: { type: string; accelerator: string; vendor: string; regions: string[] }[];
  regions: { region: string; place: string | null; zones: string[] }[];
};

/** A place to go to. `words` are what it is found by, the most telling first. */
export type Target = { href: string; text: string; hint: string; words: string[] };

const page = (href: string, text: string, ...words: string[]): Target => ({
  href,
  text,
  hint: 'page',
  words: [text, ...words],
});

const PAGES: readonly Target[] = [
  page('/', 'Board', 'prices', 'spot', 'home'),
  page('/capacity', 'Capacity', 'blocks', 'offers', 'capacity blocks'),
  page('/quotas', 'Quotas', 'limits', 'headroom'),
  page('/compare', 'Compare', 'ratio', 'ways to buy', 'nvidia trainium'),
  page('/alerts', 'Alerts', 'firing'),
  page('/alerts/history', 'Alert history', 'episodes'),
  page('/rules', 'Rules'),
  page('/rules/new', 'New rule', 'make a rule'),
  page('/silences', 'Silences', 'mute', 'snooze'),
  page('/channels', 'Channels', 'slack', 'mail', 'webhook'),
  page('/deliveries', 'Deliveries', 'outbox', 'attempts'),
  page('/digests', 'Digests', 'weekly', 'archive'),
  page('/settings', 'Settings', 'cadence', 'watch list', 'retention'),
  page('/?wall=1', 'Wall', 'screen', 'tv'),
  page('/health', 'Health', 'collectors', 'budgets', 'runs'),
];

/** Pages first: of equal matches the earlier one leads. */
export function targetsOf({ types, regions }: Names): Target[] {
  const accelerators = [...new Set(types.map(({ accelerator }) => accelerator))];
  return [
    ...PAGES,
    ...accelerators.map((name) => ({
      href: `/?q=${encodeURIComponent(name)}`,
      text: name,
      hint: 'accelerator: its types on the board',
      words: [name],
    })),
    ...types.map(typeTarget),
    ...regions.map(({ region, place }) => ({
      href: `/?region=${region}`,
      text: region,
      hint: place === null ? 'region: its board' : `${place}: its board`,
      words: [region, ...(place === null ? [] : [plain(place)])],
    })),
    ...regions.flatMap(({ region, zones }) =>
      zones.map((zone) => ({
        href: `/?region=${region}`,
        text: zone,
        hint: `zone of ${region}: its board`,
        words: [zone],
      })),
    ),
  ];
}

function typeTarget({ type, accelerator }: Names['types'][number]): Target {
  return { href: `/types/${type}`, text: type, hint: accelerator, words: [type, accelerator] };
}

/** A type in a region: for searches that name both. Where AWS does not list the type, that is said; its page says more. */
export function pairTargets(types: readonly Names['types'][number][], regions: Names['regions']): Target[] {
  return types.flatMap((type) =>
    regions.map(({ region, place }) => ({
      href: `/types/${type.type}?region=${region}`,
      text: `${type.type} in ${place ?? region}`,
      hint: `${type.accelerator}, ${type.regions.includes(region) ? region : `not listed in ${region}`}`,
      words: [type.type, type.accelerator, region, ...(place === null ? [] : [plain(place)])],
    })),
  );
}

/** Letters without their accents, as people type them. */
export function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '');
}
