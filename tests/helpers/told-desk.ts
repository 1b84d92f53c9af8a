import { listAlerts } from '#db/queries/alerts.ts';
import { makeDeliverer } from '#jobs/pipeline/deliver.ts';
import { makeSend } from '#jobs/send/index.ts';
import { Watch } from '#jobs/watch.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { NOW, openFiringDesk } from './faulty-desk.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** A desk with alerts that fire over a market that stands still: whatever Slack is told from now on is about a fault. */
export async function openToldDesk() {
  const desk = await openFiringDesk({ now: () => NOW + 5 * MINUTE });
  const channels = [{ name: 'desk', kind: 'slack', webhookUrl: `${desk.standIn.url}/services/T1/B1/abcd` }];
  const alerting = parseAlerting({ channels, rules: [] }, { allowLoopback: true, readSecretFile: () => '' });
  const deliverer = makeDeliverer({
    db: desk.db,
    channels: new Map(alerting.channels.map((channel) => [channel.name, channel])),
    send: makeSend(undefined),
    clock: makeClock(desk.now),
    realNow: desk.now,
    monotonic: desk.now,
    random: () => 1,
    log: quiet,
  });
  const watch = new Watch({ ...desk.context, clock: { now: desk.now, speed: 1 }, log: quiet as never });
  const { slack } = desk.standIn;
  const deliver = async () => {
    const before = slack.length;
    for (
      let { nextAt } = await deliverer.deliverDue();
      nextAt !== undefined && nextAt < desk.now() + MINUTE;
    ) {
      desk.pass(Math.max(0, nextAt - desk.now()));
      ({ nextAt } = await deliverer.deliverDue());
    }
    return slack.slice(before).map(({ payload }) => String(payload.text).replace('[simulated market] ', ''));
  };
  await deliver();
  return {
    ...desk,
    now: desk.now,
    /** Minutes of looking and watching, and every message that came of them. */
    minutes: async (count: number, jobs: readonly string[] = ['spot-price']) => {
      const told: string[] = [];
      for (let minute = 0; minute < count; minute++) {
        desk.pass(MINUTE);
        if (minute % 5 === 0) for (const job of jobs) await desk.run(job);
        watch.round();
        told.push(...(await deliver()));
      }
      return told;
    },
    /** How each alert about the market stands. */
    standing: () =>
      listAlerts(desk.db, { limit: 999 })
        .filter(({ labels }) => labels.source === undefined)
        .map(({ id, phase, episode }) => [id, phase, episode]),
  };
}
