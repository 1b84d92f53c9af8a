import type { Db } from '#db/client.ts';
import type { DeskKey } from '#db/desk-key.ts';
import { channelHint } from '#db/queries/channel-hint.ts';
import { type ChannelListing, channelList } from '#db/queries/channel-list.ts';
import { leftAloneWithout } from '#db/queries/channel-users.ts';
import { openEntry } from '#db/queries/page-entry.ts';
import { channelKind } from '#lib/channels/index.ts';
import type { ChannelConfig } from '#lib/channels/types.ts';
import type { PageEntry, TakenNames } from '#lib/config/page-channel.ts';
import { AppError } from '#lib/domain/errors.ts';

/**
 * A channel in use.
 * @throws AppError NOT_FOUND, the same for a number that is none
 */
export function channelById(db: Db, id: string): ChannelListing {
  const found = channelList(db).find((channel) => String(channel.id) === id);
  if (found === undefined) throw new AppError('NOT_FOUND', 'there is no such channel');
  return found;
}

/** @throws AppError CHANNEL_OF_FILE */
export function refuseOfFile({ name, origin }: ChannelListing): void {
  if (origin === 'page') return;
  throw new AppError(
    'CHANNEL_OF_FILE',
    'this channel is set up in the configuration file (CHIPDESK_CONFIG): change it there, under channels, and start the worker anew',
    { field: 'id', received: name },
  );
}

/** The names that a new channel cannot have. */
export function takenNames(db: Db): TakenNames {
  return new Map(channelList(db).map(({ name, origin }) => [name, origin]));
}

/**
 * What a channel was set up with, so that what is left out can stay.
 * @throws AppError CHANNEL_LOCKED
 */
export function storedEntry(channel: ChannelListing, key: () => DeskKey): PageEntry {
  const opened = openEntry(channel, key);
  if ('entry' in opened) return opened.entry;
  throw new AppError('CHANNEL_LOCKED', opened.reason, { field: 'id', received: channel.name });
}

/**
 * A second channel with the same address may be meant: it has to be said. Addresses are compared by their fingerprints.
 * @throws AppError RECEIVER_DUPLICATE
 */
export function refuseTwin(db: Db, channel: ChannelConfig, hint: string): void {
  const hints = new Map([
    ['page', hint],
    ['file', channelHint(channel)],
  ]);
  const twin = channelList(db).find(
    ({ name, origin, hint: other }) => name !== channel.name && hints.get(origin) === other,
  );
  if (twin === undefined) return;
  throw new AppError(
    'RECEIVER_DUPLICATE',
    `channel ${twin.name} has the same address: messages would arrive twice; confirm: true if that is meant`,
    { field: channelKind(channel.kind)?.addressField ?? 'kind', accepted: 'confirm: true' },
  );
}

/** @throws AppError CHANNEL_IN_USE, naming who would tell nobody */
export function refuseInUse(db: Db, name: string): void {
  const { rules, routes } = leftAloneWithout(db, name);
  const users = [...rules.map((rule) => `rule ${rule}`), ...routes.map((position) => `route ${position}`)];
  if (users.length === 0) return;
  throw new AppError(
    'CHANNEL_IN_USE',
    `without this channel these would tell nobody: ${users.join(', ')}; give them another channel first`,
    { field: 'id', received: name },
  );
}
