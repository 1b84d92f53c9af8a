import { expect, test } from 'vitest';
import { DAY } from '#lib/domain/time.ts';
import { drawSvg } from './svg.ts';

const FROM = Date.UTC(2026, 8, 1);
const drawn = (over: Partial<Parameters<typeof drawSvg>[0]> = {}) =>
  drawSvg({
    series: {
      at: [FROM],
      value: [5],
      gaps: [{ from: FROM + 30 * DAY, to: FROM + 60 * DAY, outcome: 'never' }],
    },
    window: { from: FROM, to: FROM + 90 * DAY },
    scale: { bottom: 0, top: 10 },
    unit: '$/h',
    write: (value) => `$${value}`,
    ...over,
  });

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words);

test('lifts the pen where nothing is known, and hatches that stretch alone', () => {
  const svg = drawn();
  const [, line = ''] = /<path d="([^"]*)" fill="none"/.exec(svg) ?? [];
  expect(line).toBe('M0 37H68.7M137.3 37H206');
  const hatched = [...svg.matchAll(/<rect x="([\d.]+)" width="([\d.]+)"[^>]*#hatch/g)];
  expect(hatched.map(([, x, width]) => [x, width])).toEqual([['68.7', '68.6']]);
});

test('says the unit, the values of its lines and the days below, none of which runs out of it', () => {
  expect(texts(drawn())).toEqual(['$/h', '$0', '$5', '$10', '1 Sep', '24 Sep', '17 Oct', '9 Nov']);
});

test('has a ground of its own, and nothing that is fetched or obeyed', () => {
  const svg = drawn({ unit: '<b>&', write: () => '"' });
  expect(svg).toMatch(/<rect [^>]*fill="#fcfcfb"/);
  expect(texts(svg).slice(0, 2)).toEqual(['&lt;b&gt;&amp;', '&quot;']);
  expect(svg).not.toMatch(/href|<image|<script|<style/);
});
