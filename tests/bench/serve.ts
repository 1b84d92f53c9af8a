import { startStandIn } from '#tests/stand-in/index.ts';
import { SERVED_DAYS, wholePlan } from './plan.ts';

/** The stand-in in a process of its own, so that its work is not counted as the desk's. Ends with its parent. */
const plan = wholePlan();
const standIn = await startStandIn({
  source: plan.source,
  now: () => plan.end,
  throttle: false,
  historyDays: SERVED_DAYS,
});
process.once('disconnect', () => process.exit(0));
process.send?.(standIn.url);
