import { writeFileSync } from 'node:fs';
import { pino } from 'pino';
import { vi } from 'vitest';
import {
  type ChannelSurroundings,
  changeHandler,
  createHandler,
  listHandler,
  removeHandler,
  testHandler,
} from '#app/_server/channel-routes.ts';
import { changeRule } from '#db/alerting/change-rule.ts';
import { writeMeta } from '#db/queries/meta.ts';
import { makeLog } from '#jobs/log.ts';
import { PageChannels } from '#jobs/page-channels.ts';
import { makeDeliverer } from '#jobs/pipeline/deliver.ts';
import { makeSend, type Send } from '#jobs/send/index.ts';
import { parseAlerting } from '#lib/config/alerting.ts';
import { makeClock } from '#lib/domain/clock.ts';
import { Redactor } from '#lib/domain/redactor.ts';
import { type DeskSetup, openAlertDesk } from './alert-desk.ts';
import { aType } from './market.ts';

vi.mock('server-only', () => ({}));

export type AnyChannel = Record<string, unknown> & { id: number };
type Reply<T> = { status: number; text: string; body: T };

const SOURCE = { allowLoopback: true, readSecretFile: () => '' };

/** A desk with both of its processes: pages on which channels are made, and a worker that takes them up. */
export async function openChannelDesk(setup: DeskSetup = {}) {
  const channels = setup.channels ?? [];
  const desk = await openAlertDesk({ rules: [], ...setup, channels });
  const { db } = desk;
  writeMeta(db, 'smtp', setup.smtp === undefined ? 'no' : 'yes');
  const lines: string[] = [];
  const to = { write: (line: string) => void lines.push(line) };
  const clock = makeClock(desk.now);
  const webRedactor = new Redactor();
  const hooks = { streamWrite: (line: string) => webRedactor.redact(line) };
  const around: ChannelSurroundings = {
    db: () => db,
    clock: () => clock,
    log: () => pino({ hooks }, to),
    env: () => ({ endpoint: 'http://127.0.0.1:4566', keyFile: undefined }),
    redactor: () => webRedactor,
  };

  const startWorker = (send: Send = makeSend(undefined)) => {
    const redactor = new Redactor();
    const log = makeLog(redactor, to);
    const ofFile = parseAlerting({ channels }, SOURCE).channels;
    const options = { allowLoopback: true, hasSmtp: setup.smtp !== undefined };
    const pages = new PageChannels({ db, ofFile, options, redactor, log, now: desk.now });
    const deliverer = makeDeliverer({
      ...{ db, channels: pages.news() ?? new Map(), send, clock, log },
      ...{ realNow: desk.now, monotonic: desk.now, random: () => 1 },
    });
    return {
      log,
      pages,
      deliverer,
      /** As the worker does each second. */
      look: () => {
        const news = pages.news();
        if (news !== undefined) deliverer.use(news);
        return news !== undefined;
      },
    };
  };

  const handlers = { GET: listHandler, POST: createHandler, PUT: changeHandler, DELETE: removeHandler };
  const ask = async <T = AnyChannel>(method: keyof typeof handlers, path = '', body: unknown = {}) => {
    const handler = (path.endsWith('/test') ? testHandler : handlers[method])(around);
    const url = `http://127.0.0.1/api/v1/channels${path}`;
    const headers = { 'content-type': 'application/json', origin: 'http://127.0.0.1', host: '127.0.0.1' };
    const sent = method === 'GET' ? {} : { body: JSON.stringify(body) };
    const response = await handler(new Request(url, { method, headers, ...sent }));
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) } as Reply<T>;
  };

  return {
    ...desk,
    around,
    lines,
    startWorker,
    ask,
    /** The channels as the page shows them. */
    shown: async () => (await ask<{ rows: AnyChannel[] }>('GET')).body.rows,
    /** A rule that somebody made on a page. */
    rulePage: (names: string[], rule: Record<string, unknown> = {}) => {
      const url = 'http://127.0.0.1/services/T1/B1/x';
      const known = names.map((name) => ({ name, kind: 'slack', webhookUrl: url.replace('x', `x${name}`) }));
      const moves = { name: 'p5 moves', kind: 'spot-price-move', when: { moves: { percent: 10 } } };
      const read = parseAlerting(
        { channels: known, rules: [{ ...moves, channels: names, ...rule }] },
        SOURCE,
      ).rules.find(({ kind }) => kind === moves.kind);
      if (read === undefined) throw new Error('the rule was not read');
      changeRule(db, undefined, { ...read, origin: 'page' }, desk.now());
    },
    /** A pool rises by a fifth. */
    rise: (type = 'p5.48xlarge') => {
      if (type === 'p5.48xlarge') aType(db);
      const pool = desk.pool(30, { type });
      desk.look();
      desk.price(pool, 36);
      desk.look();
    },
    /** The key file is exchanged. */
    exchangeKey: (bytes: Buffer) => writeFileSync(`${db.path}.key`, bytes, { mode: 0o600 }),
  };
}
