import { makeClock } from '#lib/domain/clock.ts';
import { Killed } from './memory-desk.ts';
import { GROUP_WAIT_MS, makeDeliverer } from './product.ts';
import { ANSWERS, answerOf, type Call } from './receivers.ts';
import type { Mood } from './script.ts';
import type { Life, World } from './world.ts';

type Sent = Parameters<Parameters<typeof makeDeliverer>[0]['send']>[0];
type Note = { channel?: string };

export function liveOn(world: World): Life {
  let alive = true;
  let mood: Mood = 'well';
  let died = () => {};
  const living = <T>(value: () => T): T => {
    if (!alive) throw new Killed('dead');
    return value();
  };
  const open = new Map<string, Call>();
  const noted = (note: Note, message: string) => {
    const call = open.get(note.channel ?? '');
    if (call !== undefined && message !== 'a message could not be sent') call.noted = true;
    world.log.push(`${message} ${JSON.stringify(note)}`);
  };
  const send = async (request: Sent) => {
    const call = callOf(world, request, answerOf(mood, world.random));
    world.calls.push(call);
    open.set(call.channel, call);
    const result = ANSWERS[call.answer];
    if (result !== undefined) return result;
    alive = false;
    died();
    return new Promise<never>(() => {});
  };
  const deliverer = makeDeliverer({
    db: world.desk.db,
    channels: new Map(world.alerting.channels.map((channel) => [channel.name, channel])),
    send: send as Parameters<typeof makeDeliverer>[0]['send'],
    clock: makeClock(() => living(() => world.now)),
    realNow: () => living(() => world.now),
    monotonic: () => living(() => world.monotonic),
    random: world.random,
    log: { info: noted, warn: noted, error: noted } as Parameters<typeof makeDeliverer>[0]['log'],
    groupWaitMs: GROUP_WAIT_MS,
  });
  return {
    async deliverDue(now) {
      mood = now;
      const death = new Promise<'died'>((resolve) => {
        died = () => resolve('died');
      });
      const drained = deliverer.deliverDue().then(({ nextAt }) => nextAt);
      drained.catch(() => {});
      return Promise.race([drained, death]);
    },
    die: () => {
      alive = false;
      died();
    },
  };
}

/** The receivers are told apart by their addresses, as receivers are. */
function callOf({ step, now }: World, request: Sent, answer: Call['answer']): Call {
  if (request.transport === 'smtp') throw new Error('nothing here goes by mail');
  const channel = request.url.reveal().includes('hooks.slack.com') ? 'desk' : 'hook';
  const body = `${request.body}`;
  return { channel, step, at: now, body, answer, noted: false, headers: JSON.stringify(request.headers) };
}
