import { startSlackSink } from './slack-sink.ts';

/** Slack channels that each have an endpoint of their own, and what each of them has heard, first lines only. */
export async function openSinks<Name extends string>(...names: Name[]) {
  const pairs = await Promise.all(names.map(async (name) => [name, await startSlackSink()] as const));
  const sinks = Object.fromEntries(pairs) as Record<Name, Awaited<ReturnType<typeof startSlackSink>>>;
  const each = <Value>(of: (name: Name) => Value) =>
    Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Value>;
  const taken = each(() => 0);
  return {
    sinks,
    channels: pairs.map(([name, sink]) => ({ name, kind: 'slack', webhookUrl: sink.address() })),
    /** Every message since the last time this was asked, by channel, in order. */
    fresh: () =>
      each((name) => {
        const { received } = sinks[name];
        const texts = received.slice(taken[name]).map(({ text }) => text);
        taken[name] = received.length;
        return texts;
      }),
    /** For each message that ever arrived, what it says of whom it was meant for. */
    meant: (name: Name) =>
      sinks[name].received.map(({ body }) => /meant for [^"\\]+/.exec(JSON.stringify(body))?.[0] ?? null),
  };
}
