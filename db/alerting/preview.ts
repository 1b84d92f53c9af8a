import { wordsOf } from '#lib/alerts/words/index.ts';
import type { CollectorName } from '#lib/domain/collectors.ts';
import type { Finding, RuleKind } from '#lib/rules/types.ts';
import type { Db } from '../client.ts';
import { readCadence } from '../queries/asked.ts';
import { newestLooks } from '../queries/newest-looks.ts';
import { openReadings } from './readings.ts';

/** What a rule would say of the newest looks, with nothing changed. */
export type RulePreview = {
  /** Things it watches, by what it says of them now. `between`: neither over its limit nor clear of it. */
  watched: number;
  matching: number;
  between: number;
  unknown: number;
  /** The first of those that match, in the words of a message, with their region. */
  examples: { region: string; text: string }[];
  /** Looks it was tried on, and when the oldest and the newest of them were; null without any. */
  looks: number;
  oldestAt: number | null;
  newestAt: number | null;
};

const EXAMPLES = 8;

/**
 * Tries a rule on the newest look at each question of its collector, with a pause after each in which a server can
 * answer others; a pause that throws ends it. Product time.
 */
export async function previewRule(
  db: Db,
  kind: RuleKind,
  params: unknown,
  pause: () => Promise<void>,
): Promise<RulePreview> {
  const preview: RulePreview = {
    watched: 0,
    matching: 0,
    between: 0,
    unknown: 0,
    examples: [],
    looks: 0,
    oldestAt: null,
    newestAt: null,
  };
  if (kind.reads === 'desk') return preview;
  const intervalMs = readCadence(db)[kind.collector as CollectorName];
  const seen = new Set<string>();
  for (const look of newestLooks(db, kind.collector)) {
    const { region, collectedAt } = look;
    // Several questions of a region share one reading of its news.
    if (kind.reads === 'news' && seen.has(region)) continue;
    seen.add(region);
    const readings = openReadings(db, { ...look, collector: kind.collector, intervalMs }, look, [
      { kind, params },
    ]);
    const found = kind.evaluate(params, readings(kind.reads), collectedAt, false);
    await pause();
    if (found.length === 0) continue;
    preview.looks++;
    preview.oldestAt = Math.min(preview.oldestAt ?? collectedAt, collectedAt);
    preview.newestAt = Math.max(preview.newestAt ?? collectedAt, collectedAt);
    for (const finding of found) count(preview, finding, region);
  }
  return preview;
}

function count(preview: RulePreview, finding: Finding, region: string): void {
  preview.watched++;
  const { is } = finding.verdict;
  if (is === 'unknown') preview.unknown++;
  if (is === 'hold') preview.between++;
  if (is !== 'true') return;
  preview.matching++;
  if (preview.examples.length >= EXAMPLES) return;
  const facts = finding.facts();
  preview.examples.push({ region, text: wordsOf(facts).start(facts) });
}
