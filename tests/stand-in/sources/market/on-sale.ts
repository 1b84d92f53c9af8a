import { hash32, randomFrom } from '../../hash.ts';
import { REGIONS, regionOfZoneId } from '../../region-facts.ts';
import { CATALOGUE, type CatalogueType, PLAIN_TYPES, UNDESCRIBED_TYPE } from '../catalogue.ts';
import { isDemoPool } from './profile.ts';
import type { Situation } from './situation.ts';
import { EPOCH_SECONDS } from './situation.ts';

/** Epoch seconds, the end not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A type in a zone, for as long as it is offered there. */
export interface Pool {
  readonly region: string;
  readonly entry: CatalogueType;
  readonly zoneId: string;
  /** When it is not offered, oldest first. */
  readonly absent: readonly Span[];
  /** Of a type that was first sold during the market's time. */
  readonly launchedAt?: number;
}

export const KINDS = ['gpu', 'neuron', 'inference'];

const HOUR = 3600;
const DAY = 86_400;
const ALWAYS = Number.POSITIVE_INFINITY;

// Local Zones "also appear in spot price history and offerings" (facts/aws-apis.md section 4).
const LOCAL_ZONES_OF: Readonly<Record<string, readonly string[]>> = {
  'p5.48xlarge': ['use1-atl2-az1'],
  'g4dn.2xlarge': ['usw2-lax1-az1'],
  'g4dn.12xlarge': ['usw2-lax1-az1'],
};

/** Hours into the story `type-launch` at which each zone gets the new type. */
const LAUNCH_HOURS: Readonly<Record<string, number>> = {
  'use1-az4': 6,
  'use1-az2': 13,
  'usw2-az2': 21,
  'use2-az1': 30,
};

/** A change of the offerings begins every four weeks and ends after some months: one of either every two weeks. */
const CHANGE_EVERY = 28 * DAY;
const CHANGES = 140;

export const isOffered = ({ absent }: Pool, seconds: number): boolean =>
  !absent.some(({ from, to }) => from <= seconds && seconds < to);

function pool(entry: CatalogueType, zoneId: string, absent: readonly Span[] = []): Pool[] {
  const region = regionOfZoneId(zoneId);
  return region === undefined ? [] : [{ region, entry, zoneId, absent }];
}

function described(): Pool[] {
  const current = CATALOGUE.filter((entry) => KINDS.includes(entry.kind) && entry.status === 'current');
  return [...current, ...PLAIN_TYPES].flatMap((entry) =>
    [...entry.zoneIds, ...(LOCAL_ZONES_OF[entry.type] ?? [])].flatMap((zoneId) => pool(entry, zoneId)),
  );
}

/** The type nobody has described: there all along, or launched zone by zone by its story. */
function undescribed({ story, beginsAt }: Situation): Pool[] {
  if (story !== 'type-launch')
    return UNDESCRIBED_TYPE.zoneIds.flatMap((zoneId) => pool(UNDESCRIBED_TYPE, zoneId));
  return Object.entries(LAUNCH_HOURS).flatMap(([zoneId, hours]) => {
    const launchedAt = beginsAt + hours * HOUR;
    const absent = [{ from: -ALWAYS, to: launchedAt }];
    return pool(UNDESCRIBED_TYPE, zoneId, absent).map((own) => ({ ...own, launchedAt }));
  });
}

const placeOf = ({ entry, region }: Pool): string => `${entry.type} ${region}`;

/** Zones of the region that do not have the type. */
function zonesWithout(at: readonly Pool[]): string[] {
  const facts = REGIONS.get(at[0]?.region ?? '');
  const all = (facts?.zoneNumbers ?? []).map((number) => `${facts?.zonePrefix}-az${number}`);
  return all.filter((zoneId) => !at.some((own) => own.zoneId === zoneId));
}

interface Turn extends Span {
  readonly place: string;
  /** Decides between coming and going, and which zone. */
  readonly draws: readonly [number, number];
}

function turns(seed: number, places: readonly string[]): Turn[] {
  return Array.from({ length: CHANGES }, (_, index) => {
    const random = randomFrom(hash32(`offerings ${seed} ${index}`));
    const from = EPOCH_SECONDS + Math.floor((index + random()) * CHANGE_EVERY);
    const to = from + Math.floor((60 + 120 * random()) * DAY);
    const place = places[Math.floor(random() * places.length)] ?? '';
    return { from, to, place, draws: [random(), random()] };
  });
}

/** The pools of one type in one region, with one more for a time, or one of them away for it; undefined: neither can be. */
function turned(here: readonly Pool[], { from, to, draws: [kind, which] }: Turn): Pool[] | undefined {
  const first = here[0];
  if (first === undefined || first.entry.kind === 'none') return undefined;
  const free = zonesWithout(here);
  const gained = free[Math.floor(which * free.length)];
  if (gained !== undefined && kind < 0.5) {
    const absent = [
      { from: -ALWAYS, to: from },
      { from: to, to: ALWAYS },
    ];
    return [...here, ...pool(first.entry, gained, absent)];
  }
  const leaver = here[Math.floor(which * here.length)];
  if (leaver === undefined || here.length === 1 || isDemoPool(leaver.entry.type, leaver.zoneId))
    return undefined;
  return here.map((own) => (own === leaver ? { ...own, absent: [{ from, to }] } : own));
}

/**
 * Now and then a type gains a zone or leaves one, for two to six months; never the last zone of a region, and in no
 * region twice. Returns the pools as they then are.
 */
function withComingsAndGoings(seed: number, pools: readonly Pool[]): Pool[] {
  const places = new Map<string, Pool[]>();
  for (const own of pools) places.set(placeOf(own), [...(places.get(placeOf(own)) ?? []), own]);
  const keys = [...places.keys()];
  const changed = new Set<string>();
  for (const turn of turns(seed, keys)) {
    const after = changed.has(turn.place) ? undefined : turned(places.get(turn.place) ?? [], turn);
    if (after === undefined) continue;
    changed.add(turn.place);
    places.set(turn.place, after);
  }
  return [...places.values()].flat();
}

/** Everything that is offered at any time in the market. */
export function poolsOf(situation: Situation): Pool[] {
  return [...withComingsAndGoings(situation.seed, described()), ...undescribed(situation)];
}
