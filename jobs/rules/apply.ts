import { type Db, openDatabase } from '#db/client.ts';
import { readFallback } from '#db/queries/fallback.ts';
import { listRoutes } from '#db/queries/routes.ts';
import { listRules, type StoredRule } from '#db/queries/rules.ts';
import type { Route } from '#lib/alerts/route.ts';
import type { RuleConfig } from '#lib/config/rules.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { ruleKind } from '#lib/rules/index.ts';
import { nothingElse, readArguments } from '../arguments.ts';
import { syncAlerting } from '../pipeline/sync-rules.ts';
import { checkWatchList, type Settings } from '../settings.ts';

type Line = { mark: '+' | '-' | '~' | ' '; name: string; words: string[] };

/** `check`: what the configuration file would change, with nothing changed. Exit 0 whatever it would. */
export async function diffRules(settings: Settings, args: string[]): Promise<number> {
  nothingElse(readArguments(args, {}).rest);
  withDatabase(settings, (db) => {
    checkWatchList(settings, db);
    say(differences(settings.alerting.rules, listRules(db)), receiverChanges(settings, db));
  });
  return 0;
}

/**
 * `apply`: brings rules and channels in line with the configuration file while the jobs run; they see it at their next
 * look. A new or changed channel is used once they have been started anew.
 */
export async function applyRules(settings: Settings, args: string[]): Promise<number> {
  nothingElse(readArguments(args, {}).rest);
  withDatabase(settings, (db) => {
    const watch = checkWatchList(settings, db);
    const lines = differences(settings.alerting.rules, listRules(db));
    const receivers = receiverChanges(settings, db);
    const now = makeClock(Date.now, settings.env.clock).now();
    const { closed } = syncAlerting(db, settings.alerting, now, watch);
    say(lines, receivers);
    if (closed > 0)
      process.stdout.write(
        `${closed} open ${closed === 1 ? 'alert' : 'alerts'} ended, with the reason told\n`,
      );
  });
  return 0;
}

function withDatabase(settings: Settings, use: (db: Db) => void): void {
  const db = openDatabase(settings.env.db, 'worker');
  try {
    use(db);
  } finally {
    db.sqlite.close();
  }
}

function differences(wanted: readonly RuleConfig[], stored: readonly StoredRule[]): Line[] {
  const before = new Map(stored.filter(({ enabled }) => enabled).map((rule) => [rule.name, rule]));
  const names = new Set(wanted.map(({ name }) => name));
  const lines = wanted.map((rule): Line => {
    const known = before.get(rule.name);
    const words = [conditionOf(rule), settingsOf(rule)];
    if (known === undefined) return { mark: '+', name: rule.name, words };
    const changes = [conditionOf(known), settingsOf(known)].flatMap((was, index) =>
      was === words[index] ? [] : [`was: ${was}`, `now: ${words[index]}`],
    );
    return { mark: changes.length === 0 ? ' ' : '~', name: rule.name, words: changes };
  });
  const gone = [...before.values()].filter(({ name }) => !names.has(name));
  return [...lines, ...gone.map(({ name }): Line => ({ mark: '-', name, words: [] }))];
}

type Settled = Pick<
  StoredRule,
  'kind' | 'params' | 'severity' | 'channels' | 'forMs' | 'keepFiringMs' | 'resolveEvals' | 'repeatMs'
>;

function conditionOf({ kind: name, params }: Settled): string {
  const kind = ruleKind(name);
  const read = kind?.paramsSchema.safeParse(params);
  return kind === undefined || !read?.success
    ? `${name} ${JSON.stringify(params)}`
    : kind.describe(read.data);
}

function settingsOf({ severity, channels, forMs, keepFiringMs, resolveEvals, repeatMs }: Settled): string {
  return [
    severity,
    channels.length === 0 ? 'to whom the routes say' : `to ${channels.join(', ')}`,
    `for ${forMs / 1000} s`,
    `keeps firing ${keepFiringMs / 1000} s and ${resolveEvals} looks`,
    repeatMs === 0 ? 'told once' : `told again every ${repeatMs / 1000} s`,
  ].join(' · ');
}

/** What becomes of the routes and the fallback; nothing where they stay as they are. */
function receiverChanges({ alerting }: Settings, db: Db): string[] {
  const before = [...listRoutes(db).map(routeWords), fallbackWords(readFallback(db)?.name)];
  const after = [...alerting.routes.map(routeWords), fallbackWords(alerting.fallback)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const said = (words: string[], none: string) =>
    words.join('') === '' ? none : words.filter(Boolean).join('; ');
  return ['~ routes', `    was: ${said(before, 'none')}`, `    now: ${said(after, 'none')}`];
}

function routeWords({ match: { severities, types, regions }, channels }: Route): string {
  const matched = [severities, types, regions].flatMap((names) =>
    names === undefined ? [] : names.join(', '),
  );
  return `${matched.length === 0 ? 'everything' : matched.join(' · ')} to ${channels.join(', ')}`;
}

const fallbackWords = (name: string | undefined) => (name === undefined ? '' : `fallback ${name}`);

function say(lines: readonly Line[], receivers: readonly string[]): void {
  if (receivers.length > 0) process.stdout.write(`${receivers.join('\n')}\n`);
  for (const { mark, name, words } of lines)
    process.stdout.write([`${mark} ${name}`, ...words.map((text) => `    ${text}`)].join('\n').concat('\n'));
  const count = (mark: Line['mark']) => lines.filter((line) => line.mark === mark).length;
  process.stdout.write(
    `${lines.length - count('-')} rules: ${count('+')} new, ${count('~')} changed, ${count('-')} removed, ${count(' ')} as they are\n`,
  );
}
