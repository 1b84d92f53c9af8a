import { randomUUID } from 'node:crypto';
import { openDatabase } from '#db/client.ts';
import { makeDocument } from '#db/queries/digest/document.ts';
import { sendByHand } from '#db/queries/digest/issues.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import { type DigestPlan, EVERYTHING, previewIssue } from '#lib/digest/plan.ts';
import { aboutDigest, sectionText } from '#lib/digest/text.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { runCommand } from '../cli.ts';
import { readSettings, type Settings } from '../settings.ts';

const USAGE = 'npm run digest -- preview [name], or npm run digest -- send <name> --to <channel>';

/** `npm run digest`: shows what the next issue says as of now, or sends that to one channel by the way of all messages. */
await runCommand(async () => {
  const [command, name, flag, channel, ...rest] = process.argv.slice(2);
  const settings = readSettings();
  if (command === 'preview' && flag === undefined) return preview(settings, name);
  if (
    command === 'send' &&
    name !== undefined &&
    flag === '--to' &&
    channel !== undefined &&
    rest.length === 0
  )
    return send(settings, name, channel);
  throw new AppError('CONFIG_INVALID', 'this is not a command of npm run digest', { accepted: USAGE });
});

async function preview(settings: Settings, name: string | undefined): Promise<number> {
  const { document } = await build(settings, planOf(settings, name));
  const incomplete =
    document.incomplete.length === 0 ? [] : [`NOT KNOWN IN FULL\n${document.incomplete.join('\n')}`];
  const parts = [
    document.headline,
    ...incomplete,
    ...document.sections.map(sectionText),
    aboutDigest(document),
  ];
  process.stdout.write(`${parts.join('\n\n')}\n`);
  return 0;
}

async function send(settings: Settings, name: string, channel: string): Promise<number> {
  const { document, now } = await build(settings, planOf(settings, name));
  const db = openDatabase(settings.env.db, 'worker');
  try {
    const came = sendByHand(db, channel, document, now, randomUUID());
    if (came === 'unsubscribed')
      throw new AppError('CHANNEL_INVALID', `the person behind ${channel} has unsubscribed from ${name}`, {
        field: '--to',
        accepted: 'the link in an earlier mail subscribes again',
      });
    if (came === 'no_channel')
      throw new AppError('CHANNEL_UNKNOWN', `there is no channel ${channel} that the worker knows`, {
        field: '--to',
      });
  } finally {
    db.sqlite.close();
  }
  process.stdout.write(`put into the outbox for ${channel}; Deliveries shows what becomes of it\n`);
  return 0;
}

/** The one that is asked for by name; without a name the first, or one about all that is watched where there is none. */
function planOf({ alerting: { digests } }: Settings, name: string | undefined): DigestPlan {
  const found = name === undefined ? (digests[0] ?? EVERYTHING) : digests.find((plan) => plan.name === name);
  if (found !== undefined) return found;
  const known = digests.map((plan) => plan.name);
  const near = suggest(name ?? '', known);
  throw new AppError(
    'NOT_FOUND',
    `there is no digest ${name}${near === undefined ? '' : `: did you mean ${near}?`}`,
    {
      accepted:
        known.length === 0 ? 'one of the section digests of the configuration file' : known.join(', '),
    },
  );
}

/** The next issue as it would be now. */
async function build(
  { env }: Settings,
  plan: DigestPlan,
): Promise<{ document: DigestDocument; now: number }> {
  const now = makeClock(Date.now, env.clock).now();
  const db = openDatabase(env.db, 'web');
  try {
    const document = await makeDocument(db, plan, previewIssue(plan, now), env.endpoint !== undefined);
    return { document, now };
  } finally {
    db.sqlite.close();
  }
}
