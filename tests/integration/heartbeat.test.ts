import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Heartbeat } from '#jobs/heartbeat.ts';
import { send } from '#jobs/send/http.ts';
import { Secret } from '#lib/domain/secret.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { firedDesk } from '../helpers/alert-desk.ts';

/** Somebody outside who waits for signs of life. */
async function startListener() {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      heard.push(`${request.url ?? ''} ${body}`);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return {
    heard,
    address: new Secret(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/abc`),
  };
}

test('somebody outside hears that the desk is well, and in a word why not', async () => {
  const desk = await firedDesk();
  const { heard, address } = await startListener();
  const log = { warn: () => {} };
  const heartbeat = new Heartbeat({ db: desk.db, clock: { now: desk.now }, log, send, address });
  await heartbeat.beat();
  expect(heard).toEqual(['/ping/abc well']);
  // A message has been waiting for eleven minutes.
  desk.pass(11 * MINUTE);
  await heartbeat.beat();
  expect(heard.at(-1)).toBe('/ping/abc/fail message-stuck');
  await desk.deliver();
  await heartbeat.beat();
  expect(heard.at(-1)).toBe('/ping/abc well');
  // Jobs have started before, and none has for an hour.
  desk.db.sqlite
    .prepare(
      "INSERT INTO job_run (run_id, job, slot, trigger, state, started_at, deadline_at, owner_pid) VALUES ('r', 'spot-price', 0, 'schedule', 'ok', ?, 0, 1)",
    )
    .run(desk.now());
  desk.pass(HOUR);
  await heartbeat.beat();
  expect(heard.at(-1)).toBe('/ping/abc/fail idle');
});

test('a database that nobody can write to is told as well', async () => {
  const desk = await firedDesk();
  const { heard, address } = await startListener();
  desk.db.sqlite.pragma('query_only = ON');
  const heartbeat = new Heartbeat({
    db: desk.db,
    clock: { now: desk.now },
    log: { warn: () => {} },
    send,
    address,
  });
  await heartbeat.beat();
  expect(heard).toEqual(['/ping/abc/fail database']);
});
