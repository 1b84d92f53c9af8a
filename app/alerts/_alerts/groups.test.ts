import { expect, test } from 'vitest';
import { listAlerts, listEvents } from '#db/queries/alerts.ts';
import { openTestDatabase } from '#tests/helpers/database.ts';
import { seedAlerts } from '#tests/helpers/demo-seed-alerts.ts';
import { groupAlerts } from './groups.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

test('groups alerts by what people call their state and says what happened', () => {
  const db = openTestDatabase();
  seedAlerts(db, NOW);
  const groups = groupAlerts(listAlerts(db, { limit: 10 }), listEvents(db, { limit: 10 }));
  expect([...groups].map(([name, rows]) => [name, rows.length])).toEqual([
    ['firing', 2],
    ['recovering', 1],
    ['pending', 0],
    ['resolved', 1],
  ]);
  const firing = groups.get('firing') ?? [];
  expect(firing[0]).toMatchObject({
    ruleName: 'H100 spot moves',
    blind: null,
    href: '/types/p5.48xlarge?region=us-east-1',
  });
  expect(firing[0]?.cause).toMatch(
    /^p5\.48xlarge in us-east-1 \(use1-az6\) rose 14\.8 % in 24 h to \$14\.12\/h/,
  );
  expect(firing[1]?.blind).toBe('the last look failed');
  expect(groups.get('resolved')?.[0]?.cause).toContain('moved back, the fall of 15.7 % is over');
});
