import { describe, expect, it } from 'vitest';
import { listAlerts } from '#db/queries/alerts.ts';
import { listChannels } from '#db/queries/channels.ts';
import { openAlertDesk } from '#tests/helpers/alert-desk.ts';

describe('limits', () => {
  it('keep at most 500 alerts of a rule open, keep their state, and report the rest', async () => {
    const desk = await openAlertDesk();
    const pools = Array.from({ length: 510 }, (_, i) => desk.pool(30, { type: `p5.${i}xlarge` }));
    for (const pool of pools) desk.price(pool, 60);
    const first = desk.look();
    expect(first.transitions).toBe(500);
    expect(first.ruleErrors).toMatchObject([{ rule: 'p5 moves', code: 'too_many_alerts' }]);
    expect(desk.look()).toMatchObject({ transitions: 0, ruleErrors: [{ code: 'too_many_alerts' }] });
    expect(listAlerts(desk.db, { limit: 999 }).every((alert) => alert.phase === 'firing')).toBe(true);
  });

  it('of one damaged rule do not stop the others', async () => {
    const desk = await openAlertDesk();
    desk.db.sqlite
      .prepare(
        "INSERT INTO rule SELECT NULL, 'bad', kind, '{', severity, channels_json, 0, 0, 1, 1, 1, 0, 0, 'file' FROM rule WHERE name = 'p5 moves'",
      )
      .run();
    desk.price(desk.pool(30), 60);
    expect(desk.look()).toMatchObject({
      transitions: 1,
      ruleErrors: [{ rule: 'bad', code: 'params_invalid' }],
    });
    expect(listChannels(desk.db)).toHaveLength(1);
  });
});
