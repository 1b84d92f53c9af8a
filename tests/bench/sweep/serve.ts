import { startStandIn } from '#tests/stand-in/index.ts';

/** The stand-in in a process of its own, whose clock is where its parent says; its buckets are AWS's. Ends with its parent. */
let now = Number(process.argv[2]);
const standIn = await startStandIn({
  source: { kind: 'market', seed: 7 },
  now: () => now,
  bucketNow: () => now,
  throttle: process.argv[3] !== 'unthrottled',
});

export type ToServer = { now: number } | { ask: 'rejections' };

process.on('message', (message: ToServer) => {
  if ('ask' in message) process.send?.(standIn.rejections());
  else {
    now = message.now;
    process.send?.(now);
  }
});
process.once('disconnect', () => process.exit(0));
process.send?.(standIn.url);
