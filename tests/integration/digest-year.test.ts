import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RECORDED } from '../helpers/recorded.ts';
import { WEEKS } from '../helpers/year/calendar.ts';
import { compare, figuresIn } from '../helpers/year/figures.ts';
import { YEAR_FILES } from '../helpers/year/files.ts';
import { HOLES, issuesOfTheYear } from '../helpers/year/holes.ts';
import { readYear } from '../helpers/year/recording.ts';
import { recount } from '../helpers/year/recount.ts';
import { openYear } from '../helpers/year/replay.ts';

const HAS_YEAR = Object.values(YEAR_FILES).every((file) => existsSync(join(RECORDED, file)));

describe.skipIf(!HAS_YEAR)(
  'the digests of the recorded year over 22 regions (skipped without the recorded data beside the checkout)',
  () => {
    test('every figure of all 52 is what the recording gives, and those of weeks with a hole say so', async () => {
      const issues = await issuesOfTheYear(await openYear());
      expect(issues.map(({ document }) => document.period)).toEqual(WEEKS.map(({ period }) => period));

      const recording = readYear();
      let figures = 0;
      const wrong: string[] = [];
      for (const issue of issues) {
        const verdict = compare(issue.document, recount(recording, issue));
        wrong.push(...verdict.wrong);
        // None that nothing was held against.
        expect(verdict.figures, issue.week.period).toBe(figuresIn(issue.document));
        figures += verdict.figures;
      }
      expect(wrong).toEqual([]);
      expect(figures).toBeGreaterThan(13_000);

      const withHoles = issues.filter(({ document }) => document.incomplete.length > 0);
      expect(withHoles.map(({ week, document }) => [week.period, ...document.incomplete])).toEqual([
        [HOLES.oneRegion, 'Spot prices are known for 98 % of this time, least in us-west-2 (78 %)'],
        [HOLES.allRegions, 'Spot prices are known for 42 % of this time'],
        [HOLES.down, 'Spot prices are known for 57 % of this time'],
      ]);
    }, 600_000);
  },
);
