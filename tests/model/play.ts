import { writeTransaction } from '#db/client.ts';
import { endSilence, insertSilence, listSilences } from '#db/queries/silences.ts';
import { recordLook } from '#db/queries/targets.ts';
import type { PublishedSet } from '#jobs/pipeline/types.ts';
import { WATCH_EVERYTHING } from '#lib/config/watch.ts';
import { HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import { aHeartbeat, aPrice } from '../helpers/market.ts';
import { hash32, randomFrom } from '../stand-in/hash.ts';
import { alertingOf, PRICE_OF } from './configuration.ts';
import { liveOn } from './life.ts';
import { Killed, type MemoryDesk } from './memory-desk.ts';
import { evaluateSet, sweepAlerts, syncAlerting } from './product.ts';
import { type Mood, POOLS, type Script, type Step } from './script.ts';
import type { Played, World } from './world.ts';

const START = Date.UTC(2026, 10, 22, 12);
/** Longer than any lease. */
const LEASE_MS = 41 * SECOND;
const ROUNDS = 300;

/** Plays a script on the product itself, and lets it come to rest with receivers that are well. */
export async function play(desk: MemoryDesk, script: Script): Promise<Played> {
  desk.clear();
  const world = newWorld(desk, script);
  begin(world);
  for (const step of script.steps) await happen(world, step);
  for (const step of ending(world)) await happen(world, step);
  await comeToRest(world);
  const { history, calls, log, replays, deaths } = world;
  return { history, calls, log, replays, deaths, waiting: countWaiting(world) };
}

function newWorld(desk: MemoryDesk, script: Script): World {
  const settings = script.first;
  return {
    desk,
    script,
    settings,
    alerting: alertingOf(script, settings),
    // Not the stream that the script was drawn from.
    random: randomFrom(hash32(`answers ${script.seed}`)),
    now: START,
    latest: START,
    monotonic: 0,
    step: -1,
    life: { deliverDue: async () => undefined, die: () => {} },
    sets: [],
    history: [],
    calls: [],
    log: [],
    waiting: 0,
    replays: 0,
    deaths: 0,
  };
}

/** What is still to be told is told, what is silenced is heard of, what fires is told again. */
function ending({ now, latest }: World): Step[] {
  const add = (deed: Partial<Step>, passMs: number) => ({ ...deed, passMs, killAt: 0 }) as Step;
  const well = { do: 'deliver', mood: 'well', forMs: 40 * MINUTE } as const;
  // A clock that was set back: what was told in its future has to have passed.
  const ahead = latest - now;
  return [
    add(well, MINUTE),
    add({ do: 'sweep' }, ahead + 3 * HOUR),
    add(well, 0),
    add({ do: 'sweep' }, 2 * HOUR),
    add(well, 0),
  ];
}

/** The process starts: also after it was killed. */
function begin(world: World): void {
  const { desk, alerting, settings, now } = world;
  syncAlerting(desk.db, alerting, now, { ...WATCH_EVERYTHING, regions: [...settings.regions] });
  world.life = liveOn(world);
}

/** Somebody starts it again. */
function arise(world: World): void {
  world.deaths++;
  world.life.die();
  begin(world);
}

async function happen(world: World, step: Step): Promise<void> {
  pass(world, step.passMs);
  world.step++;
  if (step.do === 'jump') pass(world, step.ms, 0);
  world.history.push({ step, at: world.now });
  if (step.killAt > 0) world.desk.killAt(step.killAt, () => world.life.die());
  try {
    await perform(world, step);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    arise(world);
    await perform(world, step);
  } finally {
    world.desk.killAt(0);
  }
}

function pass(world: World, ms: number, monotonicMs = ms): void {
  world.now += ms;
  world.monotonic += monotonicMs;
  world.latest = Math.max(world.latest, world.now);
}

async function perform(world: World, step: Step): Promise<void> {
  const { desk, script, now } = world;
  switch (step.do) {
    case 'look':
      return look(world, step);
    case 'replay': {
      const set = world.sets.at(-1 - step.back);
      if (set === undefined) return;
      const came = writeTransaction(desk.db, () => evaluateSet(desk.db, set));
      world.replays += came.transitions + came.deliveries;
      return;
    }
    case 'sweep':
      sweepAlerts(desk.db, now);
      return;
    case 'deliver':
      return deliver(world, step.forMs, step.mood);
    case 'silence': {
      const words = { author: 'ada', comment: 'we know', createdAt: now, startsAt: now };
      insertSilence(desk.db, { matchers: step.match, ...words, endsAt: now + step.lastsMs });
      return;
    }
    case 'unsilence': {
      const silence = listSilences(desk.db, 99).at(-1 - step.which);
      if (silence !== undefined) endSilence(desk.db, silence.id, now);
      return;
    }
    case 'edit':
      world.settings = step.settings;
      world.alerting = alertingOf(script, step.settings);
      // A changed rule has not seen the last look.
      world.sets = [];
      return restart(world);
    case 'restart':
      return restart(world);
  }
}

function restart(world: World): void {
  world.life.die();
  begin(world);
}

/** A look as its publisher would write it: prices, the record of the look and what follows from it, or nothing. */
function look(world: World, step: Extract<Step, { do: 'look' }>): void {
  const { desk, now } = world;
  const { region, whole: completeness } = step;
  world.sets.push(
    writeTransaction(desk.db, () => {
      POOLS.forEach((pool, index) => {
        if (pool.region !== region || completeness !== 'complete') return;
        const price = PRICE_OF[step.verdicts[index] ?? 'unknown'];
        // The cents are the number of the step: a message tells by them what it is about.
        aPrice(
          desk.db,
          desk.pools.get(pool.zone) ?? 0,
          now,
          price === null ? null : price + world.step / 100,
        );
      });
      aHeartbeat(desk.db, now);
      const set = record(world, region, completeness);
      evaluateSet(desk.db, set);
      return set;
    }),
  );
}

function record(
  { desk, script, now, step }: World,
  region: string,
  completeness: PublishedSet['completeness'],
): PublishedSet {
  const outcome = completeness === 'failed' ? 'failed' : 'value';
  const counts = { pages: 1, items: 1, quarantined: 0, changes: 0 };
  const about = {
    runId: `run ${step}`,
    collectedAt: now,
    span: { from: now, to: now },
    completeness,
    outcome,
  } as const;
  const id = recordLook(desk.db, desk.targets.get(region) ?? 0, { ...about, ...counts });
  const { intervalMs } = script;
  return {
    id,
    collector: 'spot-price',
    region,
    collectedAt: now,
    completeness,
    intervalMs,
    simulated: false,
  };
}

/** Delivers for as long as something is due within a while, letting that time pass. */
async function deliver(world: World, forMs: number, mood: Mood): Promise<void> {
  const until = world.monotonic + forMs;
  for (let round = 0; round < ROUNDS; round++) {
    const nextAt = await world.life.deliverDue(mood);
    if (nextAt === 'died') {
      arise(world);
      continue;
    }
    const waitMs = nextAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, nextAt - world.now);
    if (world.monotonic + waitMs > until) break;
    pass(world, waitMs);
  }
}

async function comeToRest(world: World): Promise<void> {
  for (let round = 0; round < 20 && countWaiting(world) > 0; round++) {
    pass(world, LEASE_MS);
    await deliver(world, 31 * MINUTE, 'well');
  }
}

const WAITING = "SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending', 'parked')";
const countWaiting = ({ desk }: World) => desk.db.sqlite.prepare<[], number>(WAITING).pluck().get() ?? 0;
