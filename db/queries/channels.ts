import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { channel, delivery } from '../schema/index.ts';
import { countChannelsVersion } from './channels-version.ts';
import type { DeliveryState } from './deliveries.ts';

/** `until` is a real instant, milliseconds: it paces calls over a real network. */
export type ChannelChange =
  | { to: 'ok' }
  | { to: 'paused'; until: number; reason: string }
  | { to: 'broken'; reason: string };

/** Notes how a channel stands: a broken one keeps what waits for it, and one that is mended sends it. */
export function changeChannel(db: Db, id: number, change: ChannelChange, now: number): void {
  const pausedUntil = change.to === 'paused' ? change.until : null;
  const stateReason = change.to === 'ok' ? null : change.reason;
  const before = db.orm.select({ state: channel.state }).from(channel).where(eq(channel.id, id)).get();
  const isMended = before?.state === 'broken' && change.to === 'ok';
  db.orm
    .update(channel)
    .set({ state: change.to, stateReason, pausedUntil, ...(isMended ? { updatedAt: now } : {}) })
    .where(eq(channel.id, id))
    .run();
  if (change.to === 'broken') moveDeliveries(db, id, ['queued'], 'parked');
  if (isMended) moveDeliveries(db, id, ['parked'], 'queued');
}

function moveDeliveries(db: Db, channelId: number, from: DeliveryState[], to: DeliveryState): number {
  const why = to === 'parked' ? { lastErrorClass: 'broken' } : {};
  const when = to === 'queued' ? { notBefore: 0 } : {};
  return db.orm
    .update(delivery)
    .set({ state: to, leaseToken: null, leaseUntil: null, ...why, ...when })
    .where(and(eq(delivery.channelId, channelId), inArray(delivery.state, from)))
    .run().changes;
}

export type ChannelSettings = { name: string; kind: string; hint: string };

/**
 * Makes a channel known, or brings it in line with the configuration. A changed address mends a broken channel, and so
 * does a start of the jobs, by which somebody may confirm that it works again: what was parked goes out under its old
 * notice ids.
 */
export function saveChannel(db: Db, { name, kind, hint }: ChannelSettings, now: number): void {
  const before = db.orm.select().from(channel).where(eq(channel.name, name)).get();
  const isOfFile = before?.origin === 'file' && before.enabled;
  const isSame = isOfFile && before.hint === hint && before.kind === kind;
  if (isSame && before.state !== 'broken') return;
  // One made on a page under this name gives way: the file wins.
  putChannel(db, before, { name, kind, hint, origin: 'file', sealed: null }, now);
}

type Put = ChannelSettings & { origin: 'file' | 'page'; sealed: string | null };

/** Whoever sets a channel up says that it works: what was parked goes out under its old notice ids. */
function putChannel(db: Db, before: Channel | undefined, put: Put, now: number): number {
  const fresh = { ...put, state: 'ok', stateReason: null, pausedUntil: null, enabled: true, updatedAt: now };
  if (before === undefined) return Number(db.orm.insert(channel).values(fresh).run().lastInsertRowid);
  db.orm.update(channel).set(fresh).where(eq(channel.id, before.id)).run();
  moveDeliveries(db, before.id, ['parked'], 'queued');
  return before.id;
}

/**
 * Makes a channel of a page known, or changes it; inside the caller's transaction, which has made sure that the name is
 * free. What waits goes to the new address under its old notice ids. Returns the id.
 */
export function savePageChannel(db: Db, settings: ChannelSettings & { sealed: string }, now: number): number {
  const before = db.orm.select().from(channel).where(eq(channel.name, settings.name)).get();
  countChannelsVersion(db);
  return putChannel(db, before, { ...settings, origin: 'page' }, now);
}

/** Ends a channel of a page and forgets its address; what waits is not sent any more, but stays on record. */
export function removePageChannel(db: Db, id: number, now: number): number {
  db.orm
    .update(channel)
    .set({ enabled: false, sealed: null, updatedAt: now })
    .where(eq(channel.id, id))
    .run();
  countChannelsVersion(db);
  return moveDeliveries(db, id, ['queued', 'parked', 'sending'], 'superseded');
}

/** Switches off the channels of the configuration that are not kept; what waits for them is not sent any more, but stays on record. */
export function retireChannels(db: Db, keep: ReadonlySet<string>, now: number): number {
  let superseded = 0;
  for (const row of db.orm.select().from(channel).where(eq(channel.enabled, true)).all()) {
    // One made on a page stays until somebody removes it there.
    if (keep.has(row.name) || row.origin === 'page') continue;
    db.orm.update(channel).set({ enabled: false, updatedAt: now }).where(eq(channel.id, row.id)).run();
    superseded += moveDeliveries(db, row.id, ['queued', 'parked', 'sending'], 'superseded');
  }
  return superseded;
}

/** The names of the channels in use. */
export function enabledChannels(db: Db): string[] {
  return listChannels(db).flatMap(({ name, enabled }) => (enabled ? [name] : []));
}

export type Channel = typeof channel.$inferSelect;

export function listChannels(db: Db): Channel[] {
  return db.orm.select().from(channel).orderBy(channel.name).all();
}
