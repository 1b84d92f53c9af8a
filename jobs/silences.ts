import { type Db, openDatabase, writeTransaction } from '#db/client.ts';
import { listAlerts } from '#db/queries/alerts.ts';
import { bumpDataVersion } from '#db/queries/meta.ts';
import { endSilence, insertSilence, listSilences } from '#db/queries/silences.ts';
import { parseSilence, silenceWords } from '#lib/alerts/new-silence.ts';
import { isActive, isMatched, labelsWithRule, type Matchers } from '#lib/alerts/silence.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { AppError } from '#lib/domain/errors.ts';
import { nothingElse, readArguments } from './arguments.ts';
import { runCommand } from './cli.ts';
import { readSettings } from './settings.ts';

type Run = (db: Db, args: string[], now: number) => void;

const COMMANDS = { list, add, end } satisfies Record<string, Run>;

/** `npm run silences -- list|add|end`: who wants to hear nothing of what, until when, and why. */
await runCommand(async () => {
  const [name = 'list', ...args] = process.argv.slice(2);
  const command = COMMANDS[name as keyof typeof COMMANDS];
  if (!Object.hasOwn(COMMANDS, name))
    throw new AppError('PARAM_UNKNOWN', 'npm run silences does not know this', {
      received: name,
      accepted: Object.keys(COMMANDS).join(', '),
    });
  const { env } = readSettings();
  const db = openDatabase(env.db, 'worker');
  try {
    command(db, args, makeClock(Date.now, env.clock).now());
    return 0;
  } finally {
    db.sqlite.close();
  }
});

function list(db: Db, args: string[], now: number): void {
  nothingElse(readArguments(args, {}).rest);
  const active = listSilences(db, 1000).filter((silence) => isActive(silence, now));
  for (const silence of active) say(`${silence.id}  ${silenceWords(silence)}`);
  say(active.length === 0 ? 'nothing is silenced' : `${active.length} in force`);
}

function add(db: Db, args: string[], now: number): void {
  const { options, rest } = readArguments(args, {
    for: 'string',
    by: 'string',
    why: 'string',
    long: 'boolean',
  });
  const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined);
  const silence = parseSilence(
    {
      match: rest,
      lasts: text(options.for),
      author: text(options.by),
      comment: text(options.why),
      long: options.long === true,
    },
    now,
  );
  const id = writeTransaction(db, () => {
    const made = insertSilence(db, silence);
    bumpDataVersion(db);
    return made;
  });
  say(`${id}  ${silenceWords(silence)}`);
  const { open, all } = matched(db, silence.matchers);
  say(
    `matches ${all} of the newest alerts, ${open} of them open: their ends are still told where their beginning was`,
  );
}

/** What it would keep back if it happened again. */
function matched(db: Db, matchers: Matchers): { open: number; all: number } {
  const alerts = listAlerts(db, { limit: 1000 }).filter(({ labels, ruleName, severity }) =>
    isMatched(matchers, labelsWithRule(labels, { name: ruleName, severity })),
  );
  return { all: alerts.length, open: alerts.filter(({ phase }) => phase !== 'ok').length };
}

function end(db: Db, args: string[], now: number): void {
  const { rest } = readArguments(args, {});
  const [text = '', ...others] = rest;
  nothingElse(others);
  const isEnded =
    /^\d{1,9}$/.test(text) &&
    writeTransaction(db, () => {
      const ended = endSilence(db, Number(text), now);
      bumpDataVersion(db);
      return ended;
    });
  if (!isEnded)
    throw new AppError('SILENCE_INVALID', 'no silence of that number is in force', {
      field: 'number',
      received: text,
      accepted: 'a number from npm run silences',
    });
  say(`${text}  ended: what began under it and still fires is told within a minute`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
