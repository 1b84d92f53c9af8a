import { describe, expect, it } from 'vitest';
import { readIssue } from '#db/queries/digest/issues.ts';
import { saveListPrices } from '#db/queries/publish-list-prices.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import { openDigestDesk, plan, sectionOf } from '../helpers/digest-desk.ts';
import { aPool, aType } from '../helpers/market.ts';

describe('an issue', () => {
  it('tells of its own time when it comes late, whatever the prices did since', async () => {
    const desk = await openDigestDesk([plan()]);
    desk.pass(22 * HOUR);
    desk.price(desk.poolId, 5);
    const day = Math.floor(desk.now() / DAY);
    // As the publisher keeps it: the low of the day is from after the issue was due.
    desk.db.sqlite
      .prepare(
        'INSERT INTO rollup_day (series_id, day, mean, min, max, last, changes) VALUES (?,?,?,?,?,?,?)',
      )
      .run(desk.poolId, day, 20e6, 5e6, 38_213_700, 5e6, 1);
    await desk.ask();
    const [cells] = sectionOf(
      readIssue(desk.db, 'weekly', '2026-W48') as DigestDocument,
      'Cheapest spot of each type',
    );
    expect([cells?.[1], cells?.[6]]).toEqual(['$38.21', '0 of 1']);
  });

  it('tells a list price that AWS dates back to before the last issue, once', async () => {
    const desk = await openDigestDesk([plan()]);
    const listed = (usd: number, effectiveAt: number) =>
      saveListPrices(
        desk.db,
        [
          {
            ...{ instanceType: 'p5.48xlarge', region: 'us-east-1', qualifier: 'Linux', outcome: 'value' },
            ...{ micro: usd * 1e6, scale: 2, effectiveAt },
          },
        ],
        desk.now(),
      );
    // Before anybody had asked for the digest.
    listed(60, desk.now() - 20 * DAY);
    listed(58, desk.now() - 9 * DAY);
    desk.pass(21 * HOUR);
    await desk.ask();
    // In force since the hour before the issue was due, in the list some hours after.
    desk.pass(4 * HOUR);
    listed(55, desk.now() - 6 * HOUR);
    desk.pass(5 * DAY);
    listed(50, desk.now());
    const told = (period: string) =>
      sectionOf(readIssue(desk.db, 'weekly', period) as DigestDocument, 'List prices that changed').map(
        ([, , before, now]) => `${before} to ${now}`,
      );
    for (let week = 0; week < 2; week++) {
      desk.pass(7 * DAY - 5 * DAY * (1 - week));
      await desk.ask();
    }
    expect(desk.issues()).toEqual(['2026-W50 sent', '2026-W49 sent', '2026-W48 sent']);
    expect(told('2026-W48')).toEqual([]);
    expect(told('2026-W49')).toEqual(['$58.00 to $55.00', '$55.00 to $50.00']);
    expect(told('2026-W50')).toEqual([]);
  });

  it('leads with what models are trained on, also where it serves them too', async () => {
    const desk = await openDigestDesk([plan()]);
    desk.db.sqlite.prepare("UPDATE instance_type SET purpose = 'both'").run();
    aType(desk.db, 'g6.xlarge', 'L4', 1);
    desk.db.sqlite.prepare("UPDATE instance_type SET purpose = 'inference' WHERE name = 'g6.xlarge'").run();
    aPool(desk.db, {
      ...{ type: 'g6.xlarge', zoneId: 'use1-az6' },
      points: [
        [desk.now() - 30 * DAY, 1],
        [desk.now() + HOUR, 2],
      ],
    });
    desk.price(desk.poolId, 40);
    desk.pass(21 * HOUR);
    await desk.ask();
    expect(readIssue(desk.db, 'weekly', '2026-W48')?.headline).toMatch(/^H100 spot .*, L4 spot ▲ \+100\.0 %/);
  });
});
