import { once } from 'node:events';
import { startChild } from '../child.ts';
import type { ToServer } from './serve.ts';

/** A stand-in of one contestant: its address, its clock, and what it had to refuse. */
export type Market = {
  url: string;
  setNow(now: number): Promise<void>;
  /** Calls refused so far, by account, region, service and action. */
  rejections(): Promise<Record<string, number>>;
};

export async function openMarket(now: number, throttle: 'throttled' | 'unthrottled'): Promise<Market> {
  const child = startChild(new URL('./serve.ts', import.meta.url), [String(now), throttle], {
    env: process.env,
  });
  const url = (await child.answer) as string;
  // The SDK's clients of this process talk to it from now on.
  process.env.AWS_ENDPOINT_URL = url;
  const ask = async (message: ToServer): Promise<unknown> => {
    const answered = once(child.process, 'message');
    child.process.send(message);
    return (await answered)[0];
  };
  return {
    url,
    setNow: async (at) => {
      await ask({ now: at });
    },
    rejections: async () => (await ask({ ask: 'rejections' })) as Record<string, number>,
  };
}
