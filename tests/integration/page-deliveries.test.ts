import { expect, it, vi } from 'vitest';
import { retry } from '#app/_server/delivery-routes.ts';
import { MINUTE } from '#lib/domain/time.ts';
import { firedDesk } from '#tests/helpers/alert-desk.ts';
import { pageOf } from '#tests/helpers/page-desk.ts';

vi.mock('server-only', () => ({}));

it('a message that was given up goes out once more, under its old id, when somebody says so', async () => {
  const desk = await firedDesk();
  const page = pageOf(desk);
  desk.slack.answer({ status: 400, body: 'invalid_blocks' }, { status: 400, body: 'invalid_payload' });
  await desk.deliverFor(MINUTE);
  const [given] = desk.outbox();
  expect(given).toMatchObject({ state: 'dead' });
  expect((await page.change(retry, given?.id)).status).toBe(200);
  await desk.deliverFor(MINUTE);
  expect(desk.outbox()).toMatchObject([{ state: 'delivered', noticeId: given?.noticeId }]);
  const last = desk.slack.received.at(-1);
  expect(last?.text).toMatch(/^p5\.48xlarge in us-east-1/);
  expect(JSON.stringify(last?.body)).toContain('may repeat an earlier message');
  expect(desk.slack.received).toHaveLength(3);
  expect(desk.outbox()[0]?.log.map(({ outcome }) => outcome)).toContain('asked for again');
});

it('what was delivered, waits or never was is not sent again', async () => {
  const desk = await firedDesk();
  const page = pageOf(desk);
  const [waiting] = desk.outbox();
  expect((await page.change(retry, waiting?.id)).status).toBe(404);
  await desk.deliver();
  expect((await page.change(retry, waiting?.id)).status).toBe(404);
  expect((await page.change(retry, 99)).status).toBe(404);
  expect((await page.change(retry, '1e2')).status).toBe(404);
  await desk.deliverFor(MINUTE);
  expect(desk.slack.received).toHaveLength(1);
});
