import { performance } from 'node:perf_hooks';
import { deskKey } from '#db/desk-key.ts';
import { takeWorkerLock } from '#db/lock.ts';
import { noteAsked } from '#db/queries/asked.ts';
import { noteDigests } from '#db/queries/digest/issues.ts';
import { writeMeta } from '#db/queries/meta.ts';
import { snoozeToken } from '#db/snooze-token.ts';
import { snoozeOf } from '#lib/alerts/snooze.ts';
import { digestWarnings } from '#lib/config/digests.ts';
import { once } from '#lib/domain/once.ts';
import type { Redactor } from '#lib/domain/redactor.ts';
import { checkMail } from './check-mail.ts';
import { runCommand } from './cli.ts';
import type { JobContext } from './context.ts';
import { Heartbeat } from './heartbeat.ts';
import { enabledJobs } from './jobs.ts';
import { surviveMistakes } from './last-resort.ts';
import { redactorOf } from './log.ts';
import { closeContext, openContext } from './open.ts';
import { PageChannels } from './page-channels.ts';
import { type DelivererParts, GROUP_WAIT_MS, makeDeliverer } from './pipeline/deliver.ts';
import { syncAlerting } from './pipeline/sync-rules.ts';
import { startScheduler } from './scheduler.ts';
import { send } from './send/http.ts';
import { makeSend } from './send/index.ts';
import { unsubscribeLinks } from './send/unsubscribe.ts';
import { readSettings, type Settings } from './settings.ts';
import { checkPermissions } from './start-check.ts';
import { Watch } from './watch.ts';

/** The worker process: schedule, evaluation and delivery, until a signal ends it. */
await runCommand(async () => {
  const settings = readSettings();
  const lock = takeWorkerLock(settings.env.db);
  try {
    // From the first on: a signal during the start ends it like any other.
    const stopped = signalled();
    const redactor = redactorOf(settings);
    const context = await openContext(settings, redactor);
    const { db, clock, log } = context;
    surviveMistakes(log);
    const { alerting } = settings;
    noteDigests(db, alerting.digests, clock.now());
    for (const warning of [...alerting.warnings, ...digestWarnings(alerting.digests, clock.now())])
      log.warn(warning);
    syncAlerting(db, alerting, clock.now(), context.watch);
    const { capacity, cadence } = context.sources;
    noteAsked(db, { watch: context.watch, capacity, cadence });
    const pageChannels = pageChannelsOf(settings, context, redactor);
    const deliverer = makeDeliverer({
      db,
      channels: pageChannels.news() ?? new Map(),
      send: makeSend(alerting.smtp, { log }),
      clock,
      realNow: Date.now,
      monotonic: () => performance.now(),
      random: Math.random,
      groupWaitMs: GROUP_WAIT_MS,
      log,
      ...links(settings, context),
    });
    deliverer.start();
    pageChannels.start((channels) => deliverer.use(channels));
    const jobs = enabledJobs(context.sources);
    const watch = new Watch(context, heartbeatOf(settings, context));
    watch.start(() => deliverer.wake());
    const scheduler = startScheduler(context, jobs, () => performance.now());
    log.info({ jobs: jobs.length, simulated: context.simulated }, 'worker started');
    const stopping = new AbortController();
    const checked = checkStart(settings, context, jobs, stopping.signal);
    await stopped;
    log.info('worker stopping');
    stopping.abort();
    await checked;
    watch.stop();
    await scheduler.stop();
    pageChannels.stop();
    await deliverer.stop();
    closeContext(context);
    return 0;
  } finally {
    lock.release();
  }
});

/** What AWS and the mail server would say no to, told at the start; nothing waits for it. */
async function checkStart(
  { alerting }: Settings,
  context: JobContext,
  jobs: ReturnType<typeof enabledJobs>,
  stop: AbortSignal,
): Promise<void> {
  const { log } = context;
  const unchecked = (what: string) => (error: unknown) =>
    log.error({ error: String(error) }, `${what} could not be checked`);
  // Only its line in the log is of use: whoever stops the worker does not wait for a silent server.
  void checkMail(alerting.smtp, log).catch(unchecked('the mail server'));
  await checkPermissions(context, jobs, stop).catch(unchecked('the permissions'));
}

/** Pages learn here whether mail can be sent: the server is named in the worker's configuration only. */
function pageChannelsOf(
  { alerting, env }: Settings,
  { db, clock, log, simulated }: JobContext,
  redactor: Redactor,
): PageChannels {
  const hasSmtp = alerting.smtp !== undefined;
  writeMeta(db, 'smtp', hasSmtp ? 'yes' : 'no');
  return new PageChannels({
    ...{ db, log, redactor, keyFile: env.keyFile, ofFile: alerting.channels },
    options: { allowLoopback: simulated, hasSmtp },
    now: () => clock.now(),
  });
}

function heartbeatOf({ file }: Settings, { db, clock, log }: JobContext): Heartbeat | undefined {
  const { heartbeatUrl: address } = file;
  return address === undefined ? undefined : new Heartbeat({ db, clock, log, send, address });
}

/** Where messages lead to; nothing where nobody else could open it. */
function links(settings: Settings, { db, simulated }: JobContext): Partial<DelivererParts> {
  const base = publicUrl(settings, simulated);
  if (base.publicUrl === undefined) return {};
  const root = base.publicUrl.replace(/\/+$/, '');
  const desk = once(() => deskKey(db.path, settings.env.keyFile));
  const key = once(() => desk().subkey('snooze'));
  return {
    ...base,
    unsubscribeUrl: unsubscribeLinks(root, () => desk().subkey('subscription')),
    snoozeUrl: (notice, noticeId) => {
      const snooze = snoozeOf(notice, noticeId);
      return snooze === undefined ? undefined : `${root}/snooze/${snoozeToken(key(), snooze)}`;
    },
  };
}

/** A loopback address is a dead link for everybody else, so it is given only where everything runs on one machine. */
function publicUrl({ file, env }: Settings, simulated: boolean): { publicUrl?: string } {
  if (file.publicUrl !== undefined) return { publicUrl: file.publicUrl };
  return simulated ? { publicUrl: `http://${env.host}:${env.port}` } : {};
}

/** Resolves at the first signal; a second one ends the process at once, which is safe by construction. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
        process.once(signal, () => process.exit(130));
      });
    }
  });
}
