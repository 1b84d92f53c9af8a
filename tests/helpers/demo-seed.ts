import { rmSync } from 'node:fs';
import { type Db, openDatabase } from '#db/client.ts';
import { createDatabase } from '#db/migrate.ts';
import { DESCRIBED, type DescribedType } from '#lib/catalogue/described.ts';
import { DAY, dayOf, HOUR, MINUTE } from '#lib/domain/time.ts';
import { REGIONS as REGION_MAP, type RegionFacts } from '#tests/stand-in/region-facts.ts';
import { CATALOGUE } from '#tests/stand-in/sources/catalogue.ts';
import { seedAlerts } from './demo-seed-alerts.ts';
import { seedRuns, seedTargets, UNSEEN } from './demo-seed-looks.ts';
import { seedSources } from './demo-seed-sources.ts';

/**
 * Makes a database with a plausible market for looking at pages: about 90 types, 1,700 pools, 90 days, and every kind
 * of trouble a page has to show. `npx tsx tests/helpers/demo-seed.ts FILE [NOW]`; the clock of the pages should start at NOW.
 */
export type SeedOptions = {
  now: number;
  days?: number;
  backfilledDays?: number;
  types?: (type: string) => boolean;
};

const REGIONS: readonly RegionFacts[] = [...REGION_MAP.values()];
const UNDESCRIBED = 'p7x.48xlarge';

export function seedDemo(db: Db, options: SeedOptions): void {
  const random = mulberry32(42);
  db.sqlite.transaction(() => {
    db.sqlite.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('origin', 'simulated')").run();
    seedRegions(db, options.now);
    seedTypes(db, options);
    seedSpot(db, options, random);
    seedOnDemand(db, options);
    seedTargets(
      db,
      usedRegions().map((region) => region.name),
      options,
    );
    seedSources(
      db,
      usedRegions().map((region) => region.name),
      options.now,
    );
    seedRuns(db, options.now);
    seedAlerts(db, options.now);
  })();
  db.sqlite.exec('ANALYZE');
}

/** A small seeded generator, so that two runs make the same market. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ENABLED = new Set(
  CATALOGUE.flatMap((type) => type.zoneIds.map((zone) => zone.split('-')[0] ?? '')).concat('usw1'),
);
const regionOfZone = new Map(REGIONS.map((region) => [region.zonePrefix, region]));

function usedRegions(): RegionFacts[] {
  return REGIONS.filter((region) => ENABLED.has(region.zonePrefix));
}

function seedRegions(db: Db, now: number): void {
  const insert = db.sqlite.prepare('INSERT INTO region VALUES (?,?,?,?,?)');
  for (const region of REGIONS) {
    const enabled = ENABLED.has(region.zonePrefix);
    const status = enabled ? (region.optIn ? 'opted-in' : 'opt-in-not-required') : 'not-opted-in';
    insert.run(region.name, status, enabled ? 1 : 0, region.geography, now - HOUR);
  }
}

function seedTypes(db: Db, { now, types }: SeedOptions): void {
  for (const known of DESCRIBED.values()) {
    if (types === undefined || types(known.type)) seedType(db, known, now);
  }
  if (types === undefined || types(UNDESCRIBED)) seedUndescribed(db, now);
}

const TYPE_COLUMNS = 'INSERT INTO instance_type VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)';
const LISTING_COLUMNS = 'INSERT INTO type_region VALUES (?,?,?,?,?)';

function seedType(db: Db, known: DescribedType, now: number): void {
  const market = CATALOGUE.find((entry) => entry.type === known.type);
  const zones = market?.zoneIds ?? [];
  const {
    type,
    family,
    kind,
    purpose,
    status,
    memoryGibEach,
    bf16,
    fp16,
    fp8,
    vcpu,
    hostMemoryGib,
    networkGbps,
  } = known;
  const names = [type, family, known.accelerator ?? type, known.vendor ?? 'unknown', kind, purpose, status];
  const facts = [known.count ?? 0, memoryGibEach, bf16, fp16, fp8, vcpu, hostMemoryGib, networkGbps];
  const listed = zones.length > 0 ? [now - 80 * DAY, now - HOUR] : [null, null];
  db.sqlite.prepare(TYPE_COLUMNS).run(...names, 1, ...facts, ...listed);
  const listing = db.sqlite.prepare(LISTING_COLUMNS);
  for (const region of regionsOf(zones)) {
    listing.run(type, region.name, market?.classes.join(',') ?? '', now - 80 * DAY, now - HOUR);
  }
}

/** What the day looks like on which AWS lists something nobody has described. */
function seedUndescribed(db: Db, now: number): void {
  const names = [UNDESCRIBED, 'p7x', 'R100', 'NVIDIA', 'gpu', 'unknown', 'current'];
  const facts = [8, 288, null, null, null, 256, 4096, null];
  db.sqlite.prepare(TYPE_COLUMNS).run(...names, 0, ...facts, now - DAY, now - HOUR);
  db.sqlite.prepare(LISTING_COLUMNS).run(UNDESCRIBED, 'us-east-2', 'on-demand,spot', now - DAY, now - HOUR);
}

function regionsOf(zoneIds: readonly string[]): RegionFacts[] {
  const prefixes = new Set(zoneIds.map((zone) => zone.split('-')[0] ?? ''));
  return [...prefixes].flatMap((prefix) => regionOfZone.get(prefix) ?? []);
}

type Pool = { region: RegionFacts; zoneId: string; type: string; onDemand: number };

function pools(filter: SeedOptions['types']): Pool[] {
  return CATALOGUE.filter((type) => type.usd !== null && type.classes.includes('spot'))
    .filter((type) => DESCRIBED.has(type.type) && (filter?.(type.type) ?? true))
    .flatMap((type) =>
      type.zoneIds.flatMap((zoneId) => {
        const region = regionOfZone.get(zoneId.split('-')[0] ?? '');
        if (region === undefined || UNSEEN.has(region.name)) return [];
        return [
          {
            region,
            zoneId,
            type: type.type,
            onDemand: Math.round((type.usd ?? 0) * region.priceFactor * 1e6),
          },
        ];
      }),
    );
}

function seedSpot(db: Db, options: SeedOptions, random: () => number): void {
  const insertSeries = db.sqlite.prepare(
    `INSERT INTO series (kind, region, zone_id, instance_type, qualifier, unit, scale, outcome, last_value, changed_at, confirmed_at)
     VALUES ('spot', ?, ?, ?, 'Linux/UNIX', 'usd/h', 4, ?, ?, ?, ?)`,
  );
  const insertPoint = db.sqlite.prepare('INSERT INTO point VALUES (?,?,?)');
  for (const pool of pools(options.types)) {
    const walk = walkPool(pool, options, random);
    const last = walk.at(-1) ?? { at: options.now, value: null };
    const id = insertSeries.run(
      pool.region.name,
      pool.zoneId,
      pool.type,
      last.value === null ? 'none' : 'value',
      last.value,
      last.at,
      Math.max(last.at, options.now - random() * DAY),
    ).lastInsertRowid;
    for (const point of walk) insertPoint.run(id, point.at, point.value);
    rollUp(db, Number(id), walk);
  }
}

type Step = { at: number; value: number | null };

/** facts/market-behaviour.md section 1: a step each 6 h, at most 2.5 %, with momentum, between 10 % and 100 % of on-demand. */
function walkPool(
  pool: Pool,
  { now, days = 90, backfilledDays = 90 }: SeedOptions,
  random: () => number,
): Step[] {
  const from = now - Math.min(days, backfilledDays) * DAY - Math.round(random() * 6 * HOUR);
  const pinned = pool.type.startsWith('g5g') && random() < 0.6;
  let ratio = pinned ? 0.1 : 0.14 + random() ** 1.6 * 0.55;
  let direction = random() < 0.5 ? -1 : 1;
  const steps: Step[] = [];
  for (let at = from; at < now - MINUTE; at += Math.round((4.7 + random() * 2.8) * HOUR)) {
    if (random() > 0.75) direction = -direction;
    if (!pinned || steps.length === 0) {
      ratio = Math.min(1, Math.max(0.1, ratio * (1 + direction * random() * 0.02)));
      const value = Math.round((pool.onDemand * ratio) / 100) * 100;
      if (steps.at(-1)?.value !== value) steps.push({ at: at - (at % 1000), value });
    }
  }
  if (random() < 0.01) steps.push({ at: now - 3 * HOUR, value: null });
  return steps;
}

function rollUp(db: Db, id: number, steps: readonly Step[]): void {
  const byDay = new Map<number, number[]>();
  for (const { at, value } of steps)
    if (value !== null) byDay.set(dayOf(at), [...(byDay.get(dayOf(at)) ?? []), value]);
  const insert = db.sqlite.prepare('INSERT INTO rollup_day VALUES (?,?,?,?,?,?,?)');
  for (const [day, values] of byDay) {
    const mean = Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
    insert.run(id, day, mean, Math.min(...values), Math.max(...values), values.at(-1), values.length);
  }
}

function seedOnDemand(db: Db, options: SeedOptions): void {
  const insert = db.sqlite.prepare(
    `INSERT INTO series (kind, region, zone_id, instance_type, qualifier, unit, scale, outcome, last_value, changed_at, confirmed_at)
     VALUES ('on-demand', ?, '', ?, 'Linux', 'usd/h', 10, 'value', ?, ?, ?)`,
  );
  const insertPoint = db.sqlite.prepare('INSERT INTO point VALUES (?,?,?)');
  for (const type of CATALOGUE) {
    if (type.usd === null || !DESCRIBED.has(type.type) || (options.types && !options.types(type.type)))
      continue;
    for (const region of regionsOf(type.zoneIds)) {
      const value = Math.round(type.usd * region.priceFactor * 1e6);
      const changed = options.now - 60 * DAY;
      const id = insert.run(region.name, type.type, value, changed, options.now - 7 * HOUR).lastInsertRowid;
      insertPoint.run(id, changed - 30 * DAY, Math.round(value * 1.1));
      insertPoint.run(id, changed, value);
    }
  }
}

if (process.argv[1]?.endsWith('demo-seed.ts')) {
  const [file = '/tmp/ui.db', at, backfilled] = process.argv.slice(2);
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  createDatabase(file);
  const db = openDatabase(file, 'worker');
  seedDemo(db, { now: at ? Date.parse(at) : Date.now(), backfilledDays: Number(backfilled ?? 90) });
  db.sqlite.close();
}
