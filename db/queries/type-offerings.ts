import { and, eq, isNull } from 'drizzle-orm';
import { newsOf, type OfferingChange } from '#lib/offerings/news.ts';
import type { Db } from '../client.ts';
import { typeOffering } from '../schema/index.ts';
import { type NewsItem, tellNews } from './news.ts';
import { prepared } from './prepared.ts';

type Episode = typeof typeOffering.$inferSelect;

/** What one look at a region said of the types asked for. */
export type OfferingAnswer = {
  region: string;
  seen: readonly { instanceType: string; zoneId: string }[];
  isAsked: (type: string) => boolean;
  /** Whether what it does not name is not offered. */
  complete: boolean;
  /** False for a first look at a region: it is the baseline and no news. */
  tells: boolean;
};

/** How many offerings of the types asked for are open in a region. */
export function countOfferings(db: Db, region: string, isAsked: (type: string) => boolean): number {
  return openEpisodes(db, region).filter((row) => isAsked(row.instanceType)).length;
}

/**
 * Saves a look as episodes: continued, begun, or ended where a complete look no longer shows them; and tells what
 * came and went. Returns how many began or ended. Call it inside the publishing transaction.
 */
export function saveOfferings(db: Db, answer: OfferingAnswer, at: number): number {
  const { region, complete, tells } = answer;
  const open = openEpisodes(db, region).filter((row) => answer.isAsked(row.instanceType));
  const knownBefore = typesEverOffered(db, region);
  const known = new Set(open.map(keyOf));
  const seen = new Map(answer.seen.map((one) => [keyOf(one), one]));
  const added = [...seen].filter(([key]) => !known.has(key)).map(([, one]) => one);
  const removed = complete ? open.filter((row) => !seen.has(keyOf(row))) : [];
  for (const row of open) if (seen.has(keyOf(row))) setEpisode(db, row, { lastSeenAt: at });
  for (const { instanceType, zoneId } of added) beginEpisode(db, { instanceType, region, zoneId }, at);
  for (const row of removed) setEpisode(db, row, { goneAt: Math.max(at, row.lastSeenAt) });
  const gone = new Set(removed.map(keyOf));
  const stayed = open.filter((row) => !gone.has(keyOf(row)));
  if (tells) tellNews(db, newsItems({ stayed, added, removed }, { region, knownBefore, at }), at);
  return added.length + removed.length;
}

type Place = { instanceType: string; zoneId: string };
const keyOf = ({ instanceType, zoneId }: Place) => `${instanceType} ${zoneId}`;

function openEpisodes(db: Db, region: string): Episode[] {
  return db.orm
    .select()
    .from(typeOffering)
    .where(and(eq(typeOffering.region, region), isNull(typeOffering.goneAt)))
    .all();
}

function typesEverOffered(db: Db, region: string): Set<string> {
  const sql = 'SELECT DISTINCT instance_type FROM type_offering WHERE region = ?';
  return new Set((prepared(db, sql).all(region) as [string][]).map(([type]) => type));
}

function beginEpisode(db: Db, place: Place & { region: string }, at: number): void {
  const begun = { ...place, firstSeenAt: at, lastSeenAt: at, goneAt: null };
  db.orm
    .insert(typeOffering)
    .values(begun)
    // Gone and back within one instant, as with a clock that was set back: the episode goes on.
    .onConflictDoUpdate({
      target: [typeOffering.instanceType, typeOffering.zoneId, typeOffering.firstSeenAt],
      set: { goneAt: null },
    })
    .run();
}

function setEpisode(db: Db, row: Episode, set: Partial<Pick<Episode, 'lastSeenAt' | 'goneAt'>>): void {
  db.orm
    .update(typeOffering)
    .set(set)
    .where(
      and(
        eq(typeOffering.instanceType, row.instanceType),
        eq(typeOffering.zoneId, row.zoneId),
        eq(typeOffering.firstSeenAt, row.firstSeenAt),
      ),
    )
    .run();
}

type Changed = { stayed: readonly Place[]; added: readonly Place[]; removed: readonly Place[] };

function newsItems(
  { stayed, added, removed }: Changed,
  about: { region: string; knownBefore: ReadonlySet<string>; at: number },
): NewsItem[] {
  const { region, knownBefore, at } = about;
  const types = new Set([...added, ...removed].map((one) => one.instanceType));
  return [...types].sort().flatMap((instanceType) => {
    const zonesOf = (places: readonly Place[]) =>
      places.filter((one) => one.instanceType === instanceType).map((one) => one.zoneId);
    const change: OfferingChange = {
      instanceType,
      stayed: zonesOf(stayed),
      added: zonesOf(added),
      removed: zonesOf(removed),
      knownBefore: knownBefore.has(instanceType),
    };
    return newsOf(change).map(
      ({ kind, zoneId, zones }): NewsItem => ({
        at,
        kind,
        region,
        zoneId,
        itemType: instanceType,
        subject: '',
        detail: { zones },
      }),
    );
  });
}
