import { suggest } from '#lib/domain/suggest.ts';
import { type Path, type Problem, pathText } from './problems.ts';

/** What each name stands for: a list of addresses makes a channel of each, one that cannot be read none. */
export type ChannelNames = ReadonlyMap<unknown, readonly string[]>;

/** The channels that a list of names stands for, each once. */
export function channelsNamed(
  names: readonly string[],
  at: Path,
  channels: ChannelNames,
  problems: Problem[],
): string[] {
  for (const [index, name] of names.entries())
    if (!channels.has(name)) problems.push(unknownChannel(name, [...at, index], channels));
  return [...new Set(names.flatMap((name) => channels.get(name) ?? []))];
}

/** The one channel that `fallback` names. */
export function fallbackNamed(
  name: string | undefined,
  channels: ChannelNames,
  problems: Problem[],
): string | undefined {
  if (name === undefined) return undefined;
  const found = channels.get(name);
  if (found === undefined) problems.push(unknownChannel(name, ['fallback'], channels));
  else if (found.length > 1)
    problems.push({
      path: 'fallback',
      message: 'is a list of addresses: name a channel of one',
      received: name,
    });
  return found?.[0];
}

function unknownChannel(name: string, path: Path, channels: ChannelNames): Problem {
  const near = suggest(name, [...channels.keys()].map(String));
  const hint = near === undefined ? '' : `: did you mean ${near}?`;
  return {
    path: pathText(path),
    message: `there is no channel of that name${hint}`,
    received: name,
    code: 'CHANNEL_UNKNOWN',
  };
}
