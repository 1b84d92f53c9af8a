import { describe, expect, it, vi } from 'vitest';
import { openLink, snooze } from '#app/_server/snooze-routes.ts';
import type { WriteContext } from '#app/_server/write.ts';
import { deskKey } from '#db/desk-key.ts';
import { activeSilences } from '#db/queries/silences.ts';
import { snoozeToken } from '#db/snooze-token.ts';
import { snoozeOf } from '#lib/alerts/snooze.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import { firedDesk } from '#tests/helpers/alert-desk.ts';
import { pageOf } from '#tests/helpers/page-desk.ts';

vi.mock('server-only', () => ({}));

/** A desk that has told of a move, with the link that stands in the message. */
async function toldDesk() {
  const desk = await firedDesk();
  const keyFile = `${desk.db.path}.key`;
  const deliverer = desk.deliverer({
    snoozeUrl: (notice, noticeId) => {
      const asked = snoozeOf(notice, noticeId);
      const key = deskKey(desk.db.path, keyFile).subkey('snooze');
      return asked === undefined ? undefined : `http://desk.example/snooze/${snoozeToken(key, asked)}`;
    },
  });
  await deliverer.deliverDue();
  const text = JSON.stringify(desk.slack.received[0]?.body);
  const token = /\/snooze\/([\w.-]+)\|Silence this for a while/.exec(text)?.[1] ?? '';
  const use = (context: WriteContext) => snooze(context, keyFile);
  const page = pageOf(desk);
  return { desk, keyFile, token, send: (body: object) => page.send(use, body) };
}

describe('the link in a message', () => {
  it('silences what the message is about, for as long as its reader says, and tells it after that', async () => {
    const { desk, token, send } = await toldDesk();
    expect(token).not.toBe('');
    const { status, body } = await send({ token, for: '4h' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ open: 1 });
    expect(activeSilences(desk.db, desk.now())).toMatchObject([
      {
        matchers: { rule: 'p5 moves', type: 'p5.48xlarge', region: 'us-east-1' },
        endsAt: desk.now() + 4 * HOUR,
        comment: expect.stringMatching(/^by the link in notice [0-9a-f]{8}$/),
      },
    ]);
    const elsewhere = desk.pool(30, { zoneId: 'use1-az6' });
    desk.price(elsewhere, 40);
    desk.look();
    await desk.deliverFor(10 * MINUTE);
    expect(desk.slack.received).toHaveLength(1);
  });

  it('does nothing when it is only opened', async () => {
    const { desk, token, keyFile } = await toldDesk();
    expect(openLink(desk.db, token, desk.now(), keyFile)).toMatchObject({ isOver: false });
    expect(activeSilences(desk.db, desk.now())).toEqual([]);
  });

  it('is over after three days', async () => {
    const { desk, token, send } = await toldDesk();
    desk.pass(3 * DAY);
    expect((await send({ token, for: '4h' })).body.error?.code).toBe('LINK_OVER');
    expect(activeSilences(desk.db, desk.now())).toEqual([]);
  });

  it('is worth nothing with a letter changed, cut short, or signed by another desk, and is not repeated', async () => {
    const { desk, token, send } = await toldDesk();
    const [text = '', signature = ''] = token.split('.');
    const other = JSON.stringify({ m: { rule: 'everything' }, n: 'x', u: desk.now() + DAY });
    const forged = [
      `${Buffer.from(other).toString('base64url')}.${signature}`,
      `${text.slice(0, -2)}.${signature}`,
      text,
      `${token}.x`,
      '',
    ];
    for (const one of forged) {
      const { status, body } = await send({ token: one, for: '4h' });
      expect(status).toBe(422);
      expect(body.error).toMatchObject({ code: 'LINK_INVALID', received: null });
    }
    expect(activeSilences(desk.db, desk.now())).toEqual([]);
  });

  it('silences for no other span than those it offers', async () => {
    const { token, send } = await toldDesk();
    for (const lasts of ['30d', '0s', '', 'for ever'])
      expect((await send({ token, for: lasts })).body.error).toMatchObject({ field: 'for' });
  });

  it('stands in no message about an end', async () => {
    const { desk } = await toldDesk();
    const [told] = desk.outbox();
    if (told?.notice === undefined) throw new Error('nothing was told');
    expect(snoozeOf({ ...told.notice, kind: 'resolved' }, 'x')).toBeUndefined();
    expect(snoozeOf({ ...told.notice, kind: 'test' }, 'x')).toBeUndefined();
  });
});
