import type { Logger } from 'pino';
import type { Db } from '#db/client.ts';
import { type DeskKey, deskKey } from '#db/desk-key.ts';
import { type ChannelListing, channelList } from '#db/queries/channel-list.ts';
import { changeChannel } from '#db/queries/channels.ts';
import { channelsVersion } from '#db/queries/channels-version.ts';
import { openEntry } from '#db/queries/page-entry.ts';
import { secretsOf } from '#lib/channels/secrets.ts';
import type { ChannelConfig } from '#lib/channels/types.ts';
import { type PageOptions, parsePageChannel } from '#lib/config/page-channel.ts';
import { AppError } from '#lib/domain/errors.ts';
import { once } from '#lib/domain/once.ts';
import type { Redactor } from '#lib/domain/redactor.ts';
import { SECOND } from '#lib/domain/time.ts';

export type Channels = ReadonlyMap<string, ChannelConfig>;

type Parts = {
  db: Db;
  /** Those of the configuration file: they stay as they are for as long as the process lives. */
  ofFile: readonly ChannelConfig[];
  options: PageOptions;
  keyFile?: string | undefined;
  redactor: Redactor;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Product time. */
  now: () => number;
};

/** How often the database is asked whether a channel has changed, real milliseconds. */
const LOOK_MS = SECOND;

/** The channels that people make on a page, taken up, changed and dropped while the worker runs. */
export class PageChannels {
  readonly #parts: Parts;
  #version: number | undefined;
  /** What a sealed text holds is read once: the same text is the same channel. */
  #opened = new Map<string, { sealed: string | null; channel: ChannelConfig }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Every channel as of now, where anything has changed since the last time. */
  news(): Channels | undefined {
    const version = channelsVersion(this.#parts.db);
    if (version === this.#version) return undefined;
    const channels = this.#read(this.#version === undefined);
    this.#version = version;
    return channels;
  }

  /** Looks again and again; `use` is given the channels when they have changed. */
  start(use: (channels: Channels) => void): void {
    this.#timer = setInterval(() => {
      try {
        const channels = this.news();
        if (channels !== undefined) use(channels);
      } catch (error) {
        // A database that is locked for a moment: the next look finds the same.
        this.#parts.log.error({ error: String(error) }, 'the channels could not be read');
      }
    }, LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #read(isStart: boolean): Channels {
    const { db, ofFile, keyFile } = this.#parts;
    const rows = channelList(db).filter(({ origin }) => origin === 'page');
    const key = once(() => deskKey(db.path, keyFile));
    const opened = rows.map((row) => [row, this.#open(row, key)] as const);
    const open = opened.flatMap(([row, channel]) => (channel === undefined ? [] : [{ row, channel }]));
    this.#opened = new Map(open.map(({ row, channel }) => [row.name, { sealed: row.sealed, channel }]));
    // A start counts as somebody having mended what was broken, as for the channels of the file.
    if (isStart) for (const { row } of open) this.#mend(row);
    return new Map(
      [...open.map(({ channel }) => channel), ...ofFile].map((channel) => [channel.name, channel]),
    );
  }

  /** Undefined for one that cannot be used: it is broken, with the reason, and the others go on. */
  #open(row: ChannelListing, key: () => DeskKey): ChannelConfig | undefined {
    const known = this.#opened.get(row.name);
    if (known !== undefined && known.sealed === row.sealed) return known.channel;
    const opened = openEntry(row, key);
    if ('reason' in opened) return this.#breakDown(row, opened.reason);
    try {
      const channel = parsePageChannel(opened.entry, this.#parts.options);
      this.#parts.redactor.add(secretsOf(channel));
      return channel;
    } catch (error) {
      const why = error instanceof AppError ? error.message : 'a mistake of ours';
      return this.#breakDown(row, `its settings are not accepted any more: ${why}`);
    }
  }

  #breakDown({ id, name, state, reason: before }: ChannelListing, reason: string): undefined {
    const { db, log, now } = this.#parts;
    if (state === 'broken' && before === reason) return;
    changeChannel(db, id, { to: 'broken', reason }, now());
    log.warn({ channel: name, reason }, 'a channel cannot be used');
  }

  #mend({ id, state }: ChannelListing): void {
    if (state === 'broken') changeChannel(this.#parts.db, id, { to: 'ok' }, this.#parts.now());
  }
}
