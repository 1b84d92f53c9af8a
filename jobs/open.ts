import { performance } from 'node:perf_hooks';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { type Db, openDatabase } from '#db/client.ts';
import { checkOrigin, markOrigin } from '#db/queries/meta.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { AppError } from '#lib/domain/errors.ts';
import { makeAwsClients } from './aws/clients.ts';
import { gateTime, makeGate } from './aws/gate.ts';
import type { JobContext } from './context.ts';
import { makeLog, redactorOf } from './log.ts';
import { checkWatchList, type Settings } from './settings.ts';

/** Opens everything a job needs, in the order in which a refusal leaves nothing behind. */
export async function openContext(settings: Settings, redactor = redactorOf(settings)): Promise<JobContext> {
  const db = openDatabase(settings.env.db, 'worker');
  try {
    const watch = checkWatchList(settings, db);
    const simulated = settings.env.endpoint !== undefined;
    checkOrigin(db, simulated ? 'simulated' : 'aws');
    await requireCredentials();
    markOrigin(db, simulated ? 'simulated' : 'aws');
    const clock = makeClock(Date.now, settings.env.clock);
    return {
      db,
      aws: makeAwsClients({ endpoint: settings.env.endpoint }),
      // Not Date.now: a clock set back would stop the buckets from refilling, as would one that hardly moves.
      gate: makeGate(gateTime(() => performance.now(), Math.max(1, clock.speed))),
      clock,
      watch,
      sources: settings.sources,
      simulated,
      log: makeLog(redactor),
    };
  } catch (error) {
    db.sqlite.close();
    throw error;
  }
}

export function closeContext(context: JobContext): void {
  context.aws.destroy();
  closeDatabase(context.db);
}

/** Closing checkpoints the write-ahead log when nobody else has the file open. */
function closeDatabase(db: Db): void {
  db.sqlite.close();
}

/**
 * The default credential chain has to yield something before anything starts.
 * @throws AppError NO_CREDENTIALS
 */
export async function requireCredentials(): Promise<void> {
  try {
    await defaultProvider({ timeout: 1000, maxRetries: 0 })();
  } catch {
    throw new AppError(
      'NO_CREDENTIALS',
      'no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role; to look around without any, npm run demo',
    );
  }
}
