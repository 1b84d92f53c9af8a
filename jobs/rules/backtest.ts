import { openDatabase } from '#db/client.ts';
import { backtestRule } from '#db/queries/backtest.ts';
import { knownSpan } from '#db/queries/backtest-past.ts';
import { wordsOf } from '#lib/alerts/words/index.ts';
import type { BacktestReport } from '#lib/backtest/report.ts';
import type { RuleConfig } from '#lib/config/rules.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { AppError } from '#lib/domain/errors.ts';
import { DAY, formatAge, formatInstant, parseDuration } from '#lib/domain/time.ts';
import { ruleKind } from '#lib/rules/index.ts';
import { nothingElse, readArguments } from '../arguments.ts';
import type { Settings } from '../settings.ts';
import { unknownRule } from './test.ts';

const LONGEST = 400 * DAY;

/** `backtest [--rule NAME] [--last 90d] [--json]`: when the rules would have fired over what is on record. */
export async function backtestRules(settings: Settings, args: string[]): Promise<number> {
  const { options, rest } = readArguments(args, { rule: 'string', last: 'string', json: 'boolean' });
  nothingElse(rest);
  const { rules } = settings.alerting;
  const lastMs = parseDuration(String(options.last ?? '90d'));
  if (lastMs === undefined || lastMs > LONGEST || lastMs === 0)
    throw new AppError('RANGE_INVALID', 'the time to replay is a duration of at most 400d', {
      field: '--last',
      received: String(options.last),
      accepted: 'such as 30d or 12h',
    });
  const chosen = options.rule === undefined ? rules : rules.filter(({ name }) => name === options.rule);
  if (options.rule !== undefined && chosen.length === 0) throw unknownRule(String(options.rule), rules);
  const db = openDatabase(settings.env.db, 'web');
  try {
    const now = makeClock(Date.now, settings.env.clock).now();
    for (const rule of chosen) {
      if (ruleKind(rule.kind)?.reads === 'desk') continue;
      const time = timeOf(knownSpan(db, ruleKind(rule.kind)?.collector ?? ''), now, lastMs);
      const report = time === undefined ? undefined : backtestRule(db, rule, time);
      process.stdout.write(options.json === true ? jsonLine(rule, report) : linesOf(rule, report));
    }
    return 0;
  } finally {
    db.sqlite.close();
  }
}

function timeOf(known: { from: number; to: number } | undefined, now: number, lastMs: number) {
  if (known === undefined) return undefined;
  const from = Math.max(known.from, now - lastMs);
  const to = Math.min(known.to, now);
  return from < to ? { from, to } : undefined;
}

function jsonLine(rule: RuleConfig, report: BacktestReport | undefined): string {
  const { name, kind } = rule;
  if (report === undefined) return `${JSON.stringify({ rule: name, kind, known: 0 })}\n`;
  const { episodes, from, to, ...figures } = report;
  const times = { from: formatInstant(from), to: formatInstant(to), episodes: episodes.length };
  return `${JSON.stringify({ rule: name, kind, ...times, ...figures })}\n`;
}

const SHOWN = 10;

function linesOf(rule: RuleConfig, report: BacktestReport | undefined): string {
  const kind = ruleKind(rule.kind);
  const head = `${rule.name}\n    ${kind?.describe(rule.params) ?? rule.kind}\n`;
  if (report === undefined) return `${head}    nothing is on record yet that it could be tried on\n`;
  const { episodes, messages, perDay, worstDay, medianLastsMs, brief, series, known, from, to } = report;
  const lines = [
    `${formatInstant(from)} to ${formatInstant(to)}, ${series} series, known for ${Math.round(known * 100)} % of it`,
    episodes.length === 0
      ? 'would not have fired'
      : `would have fired ${episodes.length} times: ${messages} messages to each channel, ${perDayText(messages, perDay.length)}`,
    ...(worstDay === null ? [] : [`most in a day: ${worstDay.messages}, from ${formatInstant(worstDay.at)}`]),
    ...(medianLastsMs === null
      ? []
      : [`half of them lasted ${formatAge(medianLastsMs)} or less, ${brief} under an hour`]),
    ...episodes.slice(0, SHOWN).map(({ firedAt, endedAt, fired }) => {
      const lasted = endedAt === null ? 'still fires' : `for ${formatAge(endedAt - firedAt)}`;
      return `${formatInstant(firedAt)} ${wordsOf(fired).start(fired)} (${lasted})`;
    }),
    ...(episodes.length > SHOWN ? [`… and ${episodes.length - SHOWN} before`] : []),
  ];
  return head + lines.map((line) => `    ${line}\n`).join('');
}

function perDayText(messages: number, days: number): string {
  const each = messages / days;
  return each >= 1 ? `${each.toFixed(1)} a day` : `one in ${Math.round(1 / each)} days`;
}
