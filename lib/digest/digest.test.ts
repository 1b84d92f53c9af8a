import { describe, expect, it } from 'vitest';
import type { Notice } from '#lib/alerts/notice.ts';
import { discord } from '#lib/channels/discord/index.ts';
import { email } from '#lib/channels/email/index.ts';
import { slack } from '#lib/channels/slack/index.ts';
import { Secret } from '#lib/domain/secret.ts';
import { DAY, HOUR } from '#lib/domain/time.ts';
import * as sample from '#tests/helpers/notice.ts';
import { buildDigest } from './build.ts';
import type { DigestFacts, PoolFacts } from './facts.ts';
import type { DigestPlan } from './plan.ts';
import { shortSections } from './text.ts';
import { windowsOf } from './windows.ts';

const TO = Date.UTC(2026, 10, 23, 8);
const HOSTILE = '<script>alert(1)</script> <!channel>\r\nBcc: eve@evil.example \u202Eelif';
const USD = 1_000_000;

const plan: DigestPlan = {
  ...{ name: 'weekly', channels: ['desk'], every: 'week', day: 'monday' },
  ...{ at: { hour: 8, minute: 0 }, zone: 'Europe/Berlin', types: [], regions: [] },
};
const pool = (
  type: string,
  zoneId: string,
  now: number,
  before: number,
  days: (number | null)[] = [],
): PoolFacts => ({
  ...{ type, region: 'us-east-1', zoneId },
  ...{ now: now * USD, before: before * USD, month: before * USD },
  days: days.map((usd) => (usd === null ? null : usd * USD)),
});

const facts: DigestFacts = {
  from: TO - 7 * DAY,
  to: TO,
  types: [
    { name: 'p5.48xlarge', accelerator: 'H100', accelerators: 8, trains: true },
    { name: 'trn2.48xlarge', accelerator: 'Trainium2', accelerators: 16, trains: true },
  ],
  pools: [
    pool('p5.48xlarge', 'use1-az4', 40, 30),
    pool('p5.48xlarge', 'use1-az6', 44, 44),
    pool('trn2.48xlarge', 'use1-az4', 16, 16),
  ],
  dailyLows: new Map([
    [
      'p5.48xlarge',
      [30, 30, null, 45, 40].map((usd, day) => ({ at: day, value: usd === null ? null : usd * USD })),
    ],
  ]),
  windows: new Map([
    [
      'p5.48xlarge',
      [38, 30, 45].map((usd, slot) => ({
        ...{ at: Date.UTC(2026, 10, 20, 6 * slot), mean: usd * USD, knownMs: 6 * HOUR },
      })),
    ],
    ['trn2.48xlarge', [{ at: Date.UTC(2026, 10, 20), mean: 16 * USD, knownMs: 6 * HOUR }]],
  ]),
  blocks: [
    {
      ...{ type: 'p5.48xlarge', open: 3, cheapest: 5 * USD, before: 4 * USD, appeared: 2, vanished: 4 },
      ...{ lifetimeMs: 3 * DAY, leadMs: 12 * DAY },
    },
  ],
  listPrices: [{ type: 'p5.48xlarge', region: 'us-east-1', from: 60 * USD, to: 55 * USD, at: TO - DAY }],
  alerts: [{ rule: HOSTILE, severity: 'normal', began: 3, ended: 2, open: 1 }],
  quotas: [{ region: 'us-east-1', name: 'All P spot', limit: 192, used: 180 }],
  requests: [{ region: 'us-east-1', name: 'P', desired: 768, status: 'PENDING', requestedAt: TO - 5 * DAY }],
  endings: [{ kind: 'block', type: 'p5.48xlarge', region: 'us-east-1', total: 8, endAt: TO + 3 * DAY }],
  news: [{ at: TO - DAY, kind: 'type-appeared', type: 'p6.48xlarge', region: 'us-east-1', zoneId: '' }],
  known: [
    { collector: 'spot-price', share: 0.91, worst: { region: 'us-west-2', share: 0.5 } },
    { collector: 'capacity-block', share: 1, worst: null },
  ],
};

function built(over: Partial<DigestFacts> = {}) {
  const steps = buildDigest(plan, { period: '2026-W48' }, { ...facts, ...over }, false);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
const notice = (over: Partial<DigestFacts> = {}): Notice => ({
  ...{ kind: 'digest', ruleName: 'weekly', condition: 'Mondays', severity: 'normal', region: null },
  ...{ source: 'chipdesk', lookedAt: TO, createdAt: TO, simulated: false, memberCount: 0, members: [] },
  digest: built(over),
});
const context = { ...sample.context, now: TO, publicUrl: 'https://desk.example.com' };
const mail = () => email.render(notice(), new Secret('ada@example.com'), context);

describe('a digest', () => {
  it('leads with what moved most, and says how much did not', () => {
    expect(built().headline).toBe(
      'For training: H100 spot ▲ +13.5 % to $5.25/accelerator-h this week; 1 of 2 accelerators moved less than 0.5 %',
    );
    const l4 = { name: 'g6.xlarge', accelerator: 'L4', accelerators: 1, trains: false };
    const more = {
      types: [...facts.types, l4],
      pools: [...facts.pools, pool('g6.xlarge', 'use1-az4', 2, 1)],
    };
    expect(built(more).headline).toMatch(/^H100 spot ▲ \+13\.5 % .*, L4 spot ▲ \+100\.0 %/);
    const still = facts.pools.map((one) => ({ ...one, now: one.before }));
    expect(built({ pools: still }).headline).toBe('Nothing moved this week: 2 accelerators within 0.5 %');
  });

  it('names on top what is not known of the time, with the worst region', () => {
    expect(built().incomplete).toEqual([
      'Spot prices are known for 91 % of this time, least in us-west-2 (50 %)',
    ]);
  });

  it('says when a type was cheapest and when dearest, and leads to that time', () => {
    const section = built().sections.find(({ title }) => title === 'Best and worst hours');
    expect(section?.rows).toEqual([
      {
        cells: ['p5.48xlarge', '20 Nov 06:00', '$30.00', '20 Nov 12:00', '$45.00', '▲ +50.0 %'],
        path: '/types/p5.48xlarge?from=2026-11-20T06:00Z&to=2026-11-20T12:00Z',
      },
    ]);
    expect(section?.note).toContain('1 of 2 types differ by 1 % or more');
  });

  it('counts whole windows of the cheapest pool only', () => {
    const from = Date.UTC(2026, 10, 20, 3);
    const pools = [
      [{ at: 0, value: 9 }],
      [
        { at: from, value: 8 },
        { at: from + 9 * HOUR, value: null },
      ],
    ];
    const time = { from, to: from + 24 * HOUR };
    expect(windowsOf(pools, time).map(({ at, mean }) => [new Date(at).getUTCHours(), mean])).toEqual([
      [6, 8],
      [12, 9],
      [18, 9],
    ]);
  });

  it('names a region that was not known for a day, although all of them together nearly were', () => {
    const known = (worst: number) => [
      { collector: 'spot-price', share: 0.99, worst: { region: 'us-west-2', share: worst } },
    ];
    expect(built({ known: known(0.86) }).incomplete).toEqual([
      'Spot prices are known for 99 % of this time, least in us-west-2 (86 %)',
    ]);
    expect(built({ known: known(0.985) }).incomplete).toEqual([]);
    const same = { collector: 'spot-price', share: 0.428, worst: { region: 'us-west-2', share: 0.4279 } };
    expect(built({ known: [same] }).incomplete).toEqual(['Spot prices are known for 42 % of this time']);
  });

  it('leaves out what has nothing to tell', () => {
    const titles = built({
      windows: new Map(),
      listPrices: [],
      quotas: [],
      requests: [],
      endings: [],
      news: [],
    }).sections.map(({ title }) => title);
    expect(titles).toEqual([
      'What an accelerator costs on spot',
      'Cheapest spot of each type',
      'Pools that moved most',
      'Capacity Blocks',
      'Alerts',
    ]);
  });

  it('holds each day of an accelerator against now over the same pools', () => {
    const pools = [
      pool('p5.48xlarge', 'use1-az1', 40, 40),
      // Dear, and gone for the middle of the time: that alone makes nothing cheaper.
      pool('p5.48xlarge', 'use1-az4', 80, 80, [80, null, null, null, 80, 96]),
      pool('p5.48xlarge', 'use1-az6', 40, 40, [40, 40, 32, null, 40, 48]),
    ];
    const [h100] = built({ pools }).sections[0]?.rows ?? [];
    // The median of three is now $5; of its days one was lower, one higher, one is not known.
    expect(h100?.cells).toEqual(['H100', '$5.00', 'unchanged', 'unchanged', '1 of 6', '▁█', '3']);
    const unknown = pools.map((one) => ({ ...one, days: [null, null, null, null, null] }));
    expect(built({ pools: unknown }).sections[0]?.rows[0]?.cells.slice(4, 6)).toEqual(['0 of 1', ' ▄']);
  });

  it('says of each type how far it moved and on how many days it was cheaper', () => {
    const [p5] = built().sections.find(({ title }) => title === 'Cheapest spot of each type')?.rows ?? [];
    expect(p5?.cells).toEqual([
      ...['p5.48xlarge', '$40.00', '$5.00', 'use1-az4', '▲ +33.3 %', '▲ +33.3 %', '2 of 4', '▄'],
    ]);
    expect(p5?.path).toBe('/types/p5.48xlarge?range=7d');
  });
});

describe('the mail of a digest', () => {
  it('carries the news in its subject and everything in both of its forms', () => {
    const { subject, text, html } = mail();
    expect(subject).toBe(
      '2026-W48: For training: H100 spot ▲ +13.5 % to $5.25/accelerator-h this week; 1 of 2 accelerators moved less than 0.5 %',
    );
    for (const words of [
      'Spot prices are known for 91 % of this time',
      'use1-az4',
      '180 of 192 vCPU in use (94 %)',
      '8 × p5.48xlarge (block)',
      'p6.48xlarge is new',
      'Digest “weekly”, Mondays at 08:00, Europe/Berlin: 16 Nov 08:00 to 23 Nov 08:00 UTC',
      'https://desk.example.com/digests/weekly/2026-W48',
    ]) {
      expect(text).toContain(words);
      expect(html).toContain(words);
    }
    expect(html).toContain('href="https://desk.example.com/types/p5.48xlarge?range=7d"');
  });

  it('holds in every mail program: small, tables, nothing fetched, both colour schemes', () => {
    const { html } = mail();
    expect(html.length).toBeLessThan(102_000);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/<(img|link|style|script|iframe)|url\(/i);
  });

  it('shows on a phone as many columns as it has room for, and breaks no figure in two', () => {
    const { html, text } = mail();
    for (const [table] of html.matchAll(/<table cellpadding.*?<\/tr>/gs))
      expect(table.match(/<th /g)?.length ?? 0).toBeLessThanOrEqual(5);
    expect(html).toContain('<span style="white-space:nowrap">$5.00</span>');
    // All of it is in the text, on the page, and one click away.
    expect(html).not.toContain('Lifetime</th>');
    expect(text).toContain('Lifetime');
    // What is read together shares a cell.
    expect(html).toContain('>Change<br>30 d</th>');
    expect(html).toMatch(/>p5\.48xlarge<\/a><br><span [^>]*>▄<\/span>/);
  });

  it('keeps what people wrote harmless', () => {
    const { text, html, subject } = mail();
    expect(html).not.toMatch(/<script|<!channel|\u202E/);
    expect(text + subject).not.toMatch(/^Bcc|\r|\u202E/m);
  });
});

describe('a digest in a chat', () => {
  it('shows what moved most before what costs most, and no unit where there is no figure', () => {
    const { pools, types, blocks } = facts;
    const dear = { name: 'p6.48xlarge', accelerator: 'B200', accelerators: 8, trains: true };
    const none = blocks.map((block) => ({ ...block, cheapest: null }));
    const document = built({
      types: [...types, dear],
      pools: [...pools, pool('p6.48xlarge', 'use1-az4', 99, 99)],
      blocks: none,
    });
    const [indices, , , sale] = shortSections(document);
    expect(indices?.lines.map((line) => line.split(' ')[0])).toEqual(['H100', 'B200', 'Trainium2']);
    expect(sale?.lines[0]).toMatch(/^p5\.48xlarge none on sale, change not known, /);
  });

  it('shows what leads in each part to act on, what is not known, and a link to the rest', () => {
    const body = JSON.parse(slack.render(notice(), new Secret('x'), context).body) as {
      text: string;
      blocks: unknown[];
    };
    const all = JSON.stringify(body);
    expect(body.text).toContain('2026-W48: For training: H100 spot ▲ +13.5 %');
    for (const line of [
      'H100 $5.25/accelerator-h, change ▲ +13.5 %, 30 d ▲ +13.5 %, lower on 0 of 1 days ▄',
      'p5.48xlarge in use1-az4 $30.00/h → $40.00/h ▲ +33.3 %',
      'p5.48xlarge $5.00/accelerator-h, change ▲ +25.0 %, on sale 3, new 2, gone 4, lifetime 3 d, first start in 12 d',
      '8 × p5.48xlarge (block) in us-east-1: 26 Nov 08:00 UTC, in 3 d',
    ])
      expect(all).toContain(line);
    expect(all).not.toContain('Best and worst hours');
    expect(all).toContain('Spot prices are known for 91 % of this time');
    expect(all).toContain('<https://desk.example.com/digests/weekly/2026-W48|Open in chipdesk>');
    expect(all).not.toContain('<!channel');
    expect(discord.render(notice(), new Secret('https://discord.example'), context).body).toContain(
      'H100 $5.25/accelerator-h',
    );
  });
});
