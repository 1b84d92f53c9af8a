import { endsOf, snap } from '#lib/backtest/pools.ts';
import { type ReplayTiming, replay } from '#lib/backtest/replay.ts';
import type { Replayed } from '#lib/backtest/run.ts';
import { qualifierOf } from '#lib/capacity/question.ts';
import type { BlockOnSale, BlockReading, RuleKind } from '#lib/rules/types.ts';
import { coveredShare, isCovered, type Span } from '#lib/series/coverage.ts';
import type { Db } from '../client.ts';
import { prepared } from './prepared.ts';

type Asked = { params: unknown; time: Span; timing: ReplayTiming };
type Offer = BlockOnSale & { goneAt: number | null; goneWhy: 'vanished' | 'start_passed' | null };

const QUESTIONS = `SELECT t.region, t.types, t.products, min(c.from_at), group_concat(c.from_at || ':' || c.to_at)
  FROM target t JOIN coverage c ON c.target_id = t.id
  WHERE t.collector = 'capacity-block' AND t.types = ? AND t.products = ? GROUP BY t.id ORDER BY t.region`;
const OFFERS = `SELECT zone_id, start_at, end_at, fee, fee_scale, per_accelerator_hour, first_seen_at, gone_at, gone_why
  FROM offer WHERE market = 'capacity-block' AND region = ? AND item_type = ? AND item_count = ?
    AND duration_hours = ? AND variant = ? AND first_seen_at <= ?
    AND (gone_at IS NULL OR gone_at >= ?)`;
const CHIP = 'SELECT accelerator, accelerator_count FROM instance_type WHERE name = ?';

/** A rule about a block over the offers on record: those that its own question has found, wherever it has been asked. */
export function replayBlocks(db: Db, kind: RuleKind<unknown, 'blocks'>, asked: Asked): Replayed {
  const question = kind.asks?.(asked.params);
  if (question === undefined) return { episodes: [], series: 0, known: 0 };
  const { type, count, durationHours, startAfter, startBefore } = question;
  const window = { startAfter, startBefore };
  const qualifier = qualifierOf({ item: type, count, durationHours, ...window });
  type Row = [string, string, string, number, string];
  const questions = prepared(db, QUESTIONS).all(type, qualifier) as Row[];
  const replays = questions.map(([region, , , , spans]) => {
    const known = spans.split(',').map((pair) => {
      const [from = 0, to = 0] = pair.split(':').map(Number);
      return { from, to };
    });
    const offers = readOffers(db, region, question, qualifier, asked.time);
    return {
      episodes: replayRegion(kind, asked, { region, type, qualifier, known, offers, chip: chipOf(db, type) }),
      known,
    };
  });
  const shares = replays.map(({ known }) => coveredShare(known, asked.time));
  return {
    episodes: replays.flatMap(({ episodes }) => episodes),
    series: replays.length,
    known: shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length,
  };
}

type Region = {
  region: string;
  type: string;
  qualifier: string;
  known: readonly Span[];
  offers: readonly Offer[];
  chip: BlockReading['chip'];
};

function replayRegion(
  kind: RuleKind<unknown, 'blocks'>,
  { params, time, timing }: Asked,
  { region, type, qualifier, known, offers, chip }: Region,
) {
  const changes = [
    ...endsOf(time, timing.intervalMs),
    ...offers.flatMap(({ firstSeenAt, goneAt, startAt, endAt }) => [
      firstSeenAt,
      goneAt ?? time.from,
      startAt,
      endAt,
    ]),
    ...known.flatMap(({ from, to }) => [from, to + 1]),
  ];
  const instants = [...new Set(changes.map((at) => snap(at, timing.intervalMs)))]
    .filter((at) => at >= time.from && at <= time.to)
    .sort((a, b) => a - b);
  const readingAt = (at: number): BlockReading => {
    const gone = offers
      .filter(({ goneAt }) => goneAt !== null && goneAt <= at)
      .toSorted((a, b) => (b.goneAt ?? 0) - (a.goneAt ?? 0))[0];
    return {
      region,
      look: {
        at,
        intervalMs: timing.intervalMs,
        completeness: isCovered(known, at) ? 'complete' : 'failed',
        items: offers.length,
      },
      question: { item: type, qualifier },
      chip,
      offers: offers
        .filter(({ firstSeenAt, goneAt }) => firstSeenAt <= at && (goneAt === null || goneAt > at))
        .map((offer) => ({ ...offer, lastSeenAt: at })),
      lastGone: gone === undefined ? null : { at: gone.goneAt ?? at, why: gone.goneWhy ?? 'vanished' },
    };
  };
  return replay({
    instants,
    evaluateAt: (at) => kind.evaluate(params, readingAt(at), at),
    timing,
    whyEnded: kind.whyEnded,
  });
}

function readOffers(
  db: Db,
  region: string,
  { type, count, durationHours }: { type: string; count: number; durationHours: number },
  qualifier: string,
  { from, to }: Span,
): Offer[] {
  const cut = qualifier.indexOf('@');
  const variant = cut === -1 ? '' : qualifier.slice(cut);
  type Row = [string, number, number, number, number, number | null, number, number | null, Offer['goneWhy']];
  const rows = prepared(db, OFFERS).all(region, type, count, durationHours, variant, to, from) as Row[];
  return rows.map(
    ([zoneId, startAt, endAt, feeMicro, feeScale, perAcceleratorHour, firstSeenAt, goneAt, goneWhy]) => ({
      zoneId,
      startAt,
      endAt,
      feeMicro,
      feeScale,
      perAcceleratorHour,
      firstSeenAt,
      lastSeenAt: firstSeenAt,
      goneAt,
      goneWhy,
    }),
  );
}

function chipOf(db: Db, type: string): BlockReading['chip'] {
  const [name, count] = (prepared(db, CHIP).get(type) ?? [null, null]) as [string | null, number | null];
  return name === null || count === null || count <= 0 ? null : { name, count };
}
