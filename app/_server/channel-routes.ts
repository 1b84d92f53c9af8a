import { randomUUID } from 'node:crypto';
import { tellEveryChannel, welcomeChannel } from '#db/alerting/standing-rules.ts';
import { type Db, writeTransaction } from '#db/client.ts';
import { type DeskKey, deskKey } from '#db/desk-key.ts';
import { noteChange } from '#db/queries/audit.ts';
import { channelHint } from '#db/queries/channel-hint.ts';
import { type ChannelListing, channelList } from '#db/queries/channel-list.ts';
import { changeChannel, removePageChannel, savePageChannel } from '#db/queries/channels.ts';
import { readMeta } from '#db/queries/meta.ts';
import { openEntry, sealEntry } from '#db/queries/page-entry.ts';
import { queueTestNotice } from '#db/queries/test-notice.ts';
import { marketOrigin } from '#db/queries/version.ts';
import { instant } from '#lib/api/rows.ts';
import { channelForms } from '#lib/channels/forms.ts';
import { secretFields } from '#lib/channels/secrets.ts';
import type { EnvSettings } from '#lib/config/env.ts';
import {
  openFields,
  type PageEntry,
  parsePageChannel,
  type TakenNames,
  withStored,
} from '#lib/config/page-channel.ts';
import { AppError } from '#lib/domain/errors.ts';
import { once } from '#lib/domain/once.ts';
import type { Redactor } from '#lib/domain/redactor.ts';
import {
  channelById,
  refuseInUse,
  refuseOfFile,
  refuseTwin,
  storedEntry,
  takenNames,
} from './channel-store.ts';
import { getConfig } from './config.ts';
import { guarded, PROCESS, type Surroundings } from './handle.ts';
import { getRedactor } from './log.ts';
import { writeHandler } from './write.ts';

/** What these routes need of their process beyond the others. */
export type ChannelSurroundings = Surroundings & {
  env(): Pick<EnvSettings, 'endpoint' | 'keyFile'>;
  redactor(): Redactor;
};

const CHANNEL_PROCESS: ChannelSurroundings = { ...PROCESS, env: getConfig, redactor: getRedactor };

const NO_STORE = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** GET /channels/kinds: what the form of each kind asks for. */
export function kindsHandler(around: Surroundings = PROCESS) {
  return guarded(() => Response.json({ kinds: channelForms() }, { headers: NO_STORE }), around);
}

/** GET /channels */
export function listHandler(around = CHANNEL_PROCESS) {
  return guarded(() => {
    return Response.json({ rows: channelRows(around.db(), around) }, { headers: NO_STORE });
  }, around);
}

/** Every channel with what may be seen of it. */
export function channelRows(db: Db, around: Pick<ChannelSurroundings, 'env'> = CHANNEL_PROCESS) {
  const key = keyOf(db, around);
  return channelList(db).map((channel) => rowOf(channel, key));
}

/** POST /channels */
export function createHandler(around = CHANNEL_PROCESS) {
  return writeHandler(({ body }) => {
    const { entry, isConfirmed } = readForm(body, around);
    const db = around.db();
    return writeTransaction(db, () => {
      const id = save(db, entry, { taken: takenNames(db), isConfirmed }, around);
      note(db, around, 'channel created', entry.name, String(entry.kind));
      const now = around.clock().now();
      tellEveryChannel(db, now);
      welcomeChannel(db, String(entry.name), now);
      return rowById(db, String(id), around);
    });
  }, around);
}

/** PUT /channels/<id>: what is left out stays as it is, and so does a secret that is empty. */
export function changeHandler(around = CHANNEL_PROCESS) {
  return writeHandler(({ body, request }) => {
    const { entry, isConfirmed } = readForm(body, around);
    const db = around.db();
    return writeTransaction(db, () => {
      const channel = channelById(db, idIn(request));
      refuseOfFile(channel);
      refuseRenaming(channel, entry);
      // One whose address cannot be read any more is mended by filling its form in anew.
      const opened = openEntry(channel, keyOf(db, around));
      const stored = 'entry' in opened ? opened.entry : { name: channel.name, kind: channel.kind };
      const id = save(db, withStored(entry, stored), { taken: new Map(), isConfirmed }, around);
      note(db, around, 'channel changed', channel.name, Object.keys(entry).sort().join(', '));
      return rowById(db, String(id), around);
    });
  }, around);
}

/** DELETE /channels/<id> */
export function removeHandler(around = CHANNEL_PROCESS) {
  return writeHandler(({ request }) => {
    const db = around.db();
    return writeTransaction(db, () => {
      const channel = channelById(db, idIn(request));
      refuseOfFile(channel);
      refuseInUse(db, channel.name);
      const dropped = removePageChannel(db, channel.id, around.clock().now());
      tellEveryChannel(db, around.clock().now());
      note(db, around, 'channel removed', channel.name, `${dropped} waiting messages dropped`);
      return { dropped };
    });
  }, around);
}

/** POST /channels/<id>/test: by the same way as every other message. */
export function testHandler(around = CHANNEL_PROCESS) {
  return writeHandler(({ request }) => {
    const db = around.db();
    return writeTransaction(db, () => {
      const channel = channelById(db, idIn(request));
      if (channel.origin === 'page') storedEntry(channel, keyOf(db, around));
      const now = around.clock().now();
      // Whoever asks for a test has mended it, or wants to see whether it is: what was parked goes with it.
      if (channel.state === 'broken') changeChannel(db, channel.id, { to: 'ok' }, now);
      const simulated = marketOrigin(db) === 'simulated';
      const noticeId = queueTestNotice(db, { channel: channel.name, now, simulated, nonce: randomUUID() });
      note(db, around, 'channel tested', channel.name);
      return { noticeId };
    });
  }, around);
}

/** The form apart from the word that a second channel with one address is meant. */
function readForm(body: unknown, { redactor }: ChannelSurroundings) {
  const { confirm = false, ...entry } = body as PageEntry;
  // Before anything can go wrong with them.
  redactor().add(secretFields(entry));
  if (typeof confirm === 'boolean') return { entry, isConfirmed: confirm };
  throw new AppError('CHANNEL_INVALID', 'confirm is true or false', {
    field: 'confirm',
    accepted: 'true, false',
  });
}

type SaveOptions = { taken: TakenNames; isConfirmed: boolean };

function save(
  db: Db,
  entry: PageEntry,
  { taken, isConfirmed }: SaveOptions,
  around: ChannelSurroundings,
): number {
  const hasSmtp = readMeta(db, 'smtp') === 'yes';
  const allowLoopback = around.env().endpoint !== undefined;
  const channel = parsePageChannel(entry, { allowLoopback, hasSmtp }, taken);
  const key = keyOf(db, around)();
  const hint = channelHint(channel, key.subkey('address'));
  if (!isConfirmed) refuseTwin(db, channel, hint);
  const { name, kind } = channel;
  return savePageChannel(db, { name, kind, hint, sealed: sealEntry(key, name, entry) }, around.clock().now());
}

/** @throws AppError NAME_INVALID */
function refuseRenaming({ name }: ChannelListing, entry: PageEntry): void {
  if (entry.name === undefined || entry.name === name) return;
  throw new AppError('NAME_INVALID', 'a channel keeps its name: rules and past messages know it by it', {
    field: 'name',
    accepted: name,
  });
}

/** The key of this desk, read once for a request that needs it. */
function keyOf(db: Db, { env }: Pick<ChannelSurroundings, 'env'>): () => DeskKey {
  return once(() => deskKey(db.path, env().keyFile));
}

/** …/channels/<id> and …/channels/<id>/test */
function idIn(request: Request): string {
  return /\/channels\/([^/]+)/.exec(new URL(request.url).pathname)?.[1] ?? '';
}

function rowById(db: Db, id: string, around: ChannelSurroundings) {
  return rowOf(channelById(db, id), keyOf(db, around));
}

/** Without the sealed text: nobody has a use for it. */
function rowOf({ sealed, lastDeliveredAt, ...channel }: ChannelListing, key: () => DeskKey) {
  const opened = sealed === null ? undefined : openEntry({ name: channel.name, sealed }, key);
  const settings = opened !== undefined && 'entry' in opened ? openFields(opened.entry) : null;
  return { ...channel, lastDeliveredAt: instant(lastDeliveredAt), settings };
}

function note(db: Db, around: ChannelSurroundings, action: string, name: unknown, detail?: string): void {
  noteChange(
    db,
    { action, subject: String(name), ...(detail === undefined ? {} : { detail }) },
    around.clock().now(),
  );
}
