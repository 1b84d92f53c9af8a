import { describe, expect, it, vi } from 'vitest';
import { makeSilence, previewSilence, stopSilence } from '#app/_server/silence-routes.ts';
import { activeSilences } from '#db/queries/silences.ts';
import { HOUR } from '#lib/domain/time.ts';
import { firedDesk, openAlertDesk } from '#tests/helpers/alert-desk.ts';
import { pageOf } from '#tests/helpers/page-desk.ts';

vi.mock('server-only', () => ({}));

const ASKED = { match: { type: 'p5.48xlarge' }, for: '2h', by: 'ada', why: 'we know' };

describe('a silence made on a page', () => {
  it('keeps beginnings back from the next look on, until it is ended', async () => {
    const desk = await openAlertDesk();
    const pool = desk.pool(30);
    const page = pageOf(desk);
    const { status, body } = await page.send(makeSilence, ASKED);
    expect(status).toBe(200);
    desk.price(pool, 36);
    desk.look();
    expect(desk.outbox()).toEqual([]);
    expect((await page.change(stopSilence, body.id)).status).toBe(200);
    expect(activeSilences(desk.db, desk.now())).toEqual([]);
    expect((await page.change(stopSilence, body.id)).status).toBe(404);
  });

  it('says beforehand what it would keep back', async () => {
    const desk = await firedDesk();
    const page = pageOf(desk);
    const { body } = await page.send(previewSilence, { match: { type: 'p5.48xlarge', region: 'us-east-1' } });
    expect(body).toEqual({
      open: 1,
      recent: 0,
      examples: [expect.stringMatching(/^p5.48xlarge in us-east-1/)],
    });
    const none = await page.send(previewSilence, { match: { type: 'p5.48xlarge', region: 'us-west-2' } });
    expect(none.body).toEqual({ open: 0, recent: 0, examples: [] });
    expect(activeSilences(desk.db, desk.now())).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['B34 no matcher', { match: {} }, 'match'],
    ['B34 no end', { for: undefined }, 'for'],
    ['B34 an end now', { for: '0s' }, 'for'],
    ['B34 more than 30 days', { for: '31d' }, 'for'],
    ['a label that alerts do not have', { match: { typ: 'p5.48xlarge' } }, 'match'],
    ['an empty value', { match: { type: '' } }, 'match'],
    ['nobody', { by: '' }, 'by'],
    ['no reason', { why: ' ' }, 'why'],
    ['B20 an unknown field', { until: 'tomorrow' }, 'until'],
  ])('is refused with %s, by its field', async (_name, over, field) => {
    const desk = await openAlertDesk();
    const { status, body } = await pageOf(desk).send(makeSilence, { ...ASKED, ...over });
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ field });
    expect(activeSilences(desk.db, desk.now())).toEqual([]);
  });

  it('may last longer than 30 days once that is confirmed', async () => {
    const desk = await openAlertDesk();
    const { status } = await pageOf(desk).send(makeSilence, { ...ASKED, for: '31d', confirm: true });
    expect(status).toBe(200);
    expect(activeSilences(desk.db, desk.now() + 31 * 24 * HOUR - 1)).toHaveLength(1);
  });
});
