import { describe, expect, it } from 'vitest';
import type { SpotFacts } from '#lib/alerts/facts.ts';
import type { Member, Notice } from '#lib/alerts/notice.ts';
import { Secret } from '#lib/domain/secret.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { context, facts, member, NOW, notice, USD } from '#tests/helpers/notice.ts';
import type { RenderContext } from '../types.ts';
import { slack } from './index.ts';

const ADDRESS = new Secret('https://hooks.slack.com/services/T0001/B0002/abcdefgh1234');

type Body = {
  text: string;
  blocks?: { type: string; text?: { text: string }; elements?: { text: string }[] }[];
};

function body(change: Partial<Notice> = {}, over: Partial<RenderContext> = {}): Body {
  return JSON.parse(slack.render({ ...notice, ...change }, ADDRESS, { ...context, ...over }).body) as Body;
}

const all = (sent: Body) =>
  [
    sent.text,
    ...(sent.blocks ?? []).flatMap((b) => [b.text?.text ?? '', ...(b.elements ?? []).map((e) => e.text)]),
  ].join('\n');
const facing = (change: Partial<SpotFacts>, more: Partial<Member> = {}): Partial<Notice> => ({
  members: [{ ...member, ...more, facts: { ...facts, ...change } }],
});

describe('the message', () => {
  it('says first what happened, where and by how much', () => {
    expect(body().text).toBe(
      'p5.48xlarge in us-east-1 (use1-az4) rose 12.4 % in 24 h to $38.21/h ($4.78 per H100-hour)',
    );
  });

  it('goes as JSON to the address, which shows nowhere in it', () => {
    const request = slack.render(notice, ADDRESS, context);
    expect(request.method).toBe('POST');
    expect(request.url.reveal()).toBe(ADDRESS.reveal());
    expect(JSON.stringify(request)).not.toContain('abcdefgh1234');
  });

  it('gives was, now and since exactly, the source with its age, the rule, and the id', () => {
    const text = all(body());
    expect(text).toContain('was $33.998/h 24 h before · now $38.2137/h since 2026-11-22 14:02 UTC');
    expect(text).toContain('AWS spot price history, changed 4 min ago');
    expect(text).toContain('Rule “p5 moves” (normal): spot price of p5* moves 10 % or more within 24h');
    expect(text).toContain('notice 1a2b3c4d ·');
    expect(text).not.toMatch(/simulated|delayed|repeat|Open in/);
  });

  it('names a fall, a step over and a step below for what they are', () => {
    expect(body(facing({ condition: 'fall', change: -0.0804 })).text).toContain(
      'fell 8.0 % in 24 h to $38.21/h',
    );
    const limit = { percent: null, limitMicro: 40 * USD };
    expect(body(facing({ condition: 'above', priceMicro: 40 * USD, ...limit })).text).toContain(
      'went up to or over $40.00/h: now $40.00/h ($5.00 per H100-hour)',
    );
    expect(body(facing({ condition: 'below', priceMicro: 39.9999 * USD, ...limit })).text).toContain(
      'went below $40.00/h: now $39.9999/h',
    );
  });

  it('leaves out the price per chip where it says nothing or is not known', () => {
    expect(body(facing({ chip: null })).text).toMatch(/\$38\.21\/h$/);
    expect(body(facing({ chip: { name: 'L4', count: 1 } })).text).toMatch(/\$38\.21\/h$/);
  });

  it('names a product other than Linux', () => {
    expect(body(facing({ product: 'Windows' })).text).toContain('(use1-az4, Windows)');
  });

  it('says that a market is simulated, that it may repeat, and that it is late and why', () => {
    expect(all(body({ simulated: true }))).toContain('simulated market');
    expect(body({ simulated: true }).text).toMatch(/^\[simulated market\] p5\.48xlarge/);
    expect(body({ simulated: true }, { plain: true }).text.match(/simulated market/g)).toHaveLength(1);
    expect(all(body({}, { ambiguous: true }))).toContain('may repeat an earlier message');
    const late = { ms: 14 * MINUTE, cause: 'unreachable' } as const;
    expect(all(body({}, { delay: late }))).toContain('delayed 14 min, Slack was unreachable');
    expect(all(body({}, { delay: { ...late, ms: 2 * MINUTE } }))).not.toContain('delayed');
    expect(all(body({}, { delay: { ...late, cause: 'not_running' } }))).not.toContain('unreachable');
  });

  it('links to the type when the address of the pages is known', () => {
    expect(all(body({}, { publicUrl: 'https://desk.example/' }))).toContain(
      '<https://desk.example/types/p5.48xlarge?region=us-east-1|Open in chipdesk>',
    );
  });

  it.each([
    ['moved_back', /moved back, the rise of 12\.4 % is over, now \$30\.00\/h/],
    ['window_passed', /the price has stayed, the rise of 12\.4 % is more than 24 h old, now \$30\.00\/h/],
    ['cleared', /the rise of 12\.4 % no longer holds/],
    [
      'rule_disabled',
      /closed because the rule was switched off or removed, the price may not have recovered/,
    ],
    ['rule_changed', /closed because the rule was changed, the price may not have recovered/],
  ] as const)('says of an end by %s no more than is true', (reason, words) => {
    const change = facing({ priceMicro: 30 * USD, change: 0 }, { fired: facts, reason });
    const sent = body({ ...change, kind: 'resolved' });
    expect(sent.text).toMatch(words);
    if (reason !== 'moved_back') expect(all(sent)).not.toMatch(/recovered(?<!not have recovered)|moved back/);
  });

  it('escapes what people and AWS have written, in every part', () => {
    const text = all(body({ ruleName: '<!channel> & <http://evil|x>', ...facing({ type: '<@U1>' }) }));
    expect(text).not.toMatch(/<[!@h]/);
    expect(text).toContain('&lt;!channel&gt; &amp; ');
  });
});

describe('many members', () => {
  const many = (count: number, shown: number, type = 'p5.48xlarge'): Partial<Notice> => ({
    memberCount: count,
    members: Array.from({ length: shown }, (_, i) => ({
      ...member,
      facts: { ...facts, type: `${type}${i}` },
    })),
  });

  it('are told in one message that leads with the most moved and counts the rest', () => {
    const sent = body(many(25, 10));
    expect(sent.text).toMatch(
      /^p5\.48xlarge0 in us-east-1 .* rose 12\.4 % .*, and 24 more pools in us-east-1$/,
    );
    expect(all(sent)).toContain('… +15 more');
  });

  it('stay inside the caps of Slack whatever their length', () => {
    const sent = body({
      ...many(500, 10, 'x'.repeat(900)),
      ruleName: '<'.repeat(80),
      condition: '&'.repeat(4000),
    });
    expect(JSON.stringify(sent).length).toBeLessThanOrEqual(10_000);
    expect(sent.blocks?.length ?? 0).toBeLessThanOrEqual(20);
    for (const block of sent.blocks ?? []) expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(2800);
    expect(sent.text.length).toBeGreaterThan(0);
    expect(all(sent)).not.toMatch(/&[a-z]*…/);
  });

  it('shrink to plain text of at most 1,500 characters where blocks were refused', () => {
    const sent = body(many(500, 10, 'x'.repeat(900)), { plain: true });
    expect(sent.blocks).toBeUndefined();
    expect(sent.text.length).toBeLessThanOrEqual(1500);
    expect(body({}, { plain: true }).text).toContain('notice 1a2b3c4d');
  });
});

describe('messages that had to wait together', () => {
  const over: Notice = {
    ...notice,
    kind: 'resolved',
    createdAt: NOW + HOUR,
    members: [{ ...member, fired: facts, reason: 'moved_back' }],
  };

  it('tell in one that it is already over', () => {
    const sent = body({}, { later: [over] });
    expect(sent.text).toMatch(/^Already over: p5\.48xlarge .* rose 12\.4 %/);
    expect(sent.text).toContain('2026-11-22 15:06 UTC: p5.48xlarge in us-east-1 (use1-az4): moved back');
  });

  it('do not say so when only some of it is over', () => {
    const other: Member = { ...member, facts: { ...facts, zoneId: 'use1-az1' } };
    expect(body({ memberCount: 2, members: [member, other] }, { later: [over] }).text).not.toContain(
      'Already over',
    );
    expect(body({}, { later: [over, { ...notice, createdAt: NOW + 2 * HOUR }] }).text).not.toContain(
      'Already over',
    );
  });
});

describe('the address', () => {
  const accepts = (url: unknown, allowLoopback = false) =>
    slack.addressSchema({ allowLoopback }).safeParse(url).success;

  it('is a webhook of Slack', () => {
    expect(accepts('https://hooks.slack.com/services/T0001/B0002/abcDEF123')).toBe(true);
    expect(slack.hint('https://hooks.slack.com/services/T0001/B0002/abcDEFab12')).toBe(
      'hooks.slack.com/services/T…/…ab12',
    );
  });

  it.each([
    '',
    'http://hooks.slack.com/services/T1/B1/x',
    'https://hooks.slack.com@evil.example/services/T1/B1/x',
    'https://user:pass@hooks.slack.com/services/T1/B1/x',
    'https://hooks.slack.com.evil.example/services/T1/B1/x',
    'https://hooks.slack.com:8443/services/T1/B1/x',
    'https://hooks.slack.com:443/services/T1/B1/x',
    'https://hooks.slack.com/services/T1/B1',
    'https://hooks.slack.com/services/T1/B1/',
    'https://hooks.slack.com/services/T1/B1/x/y',
    'https://hooks.slack.com/services/../T1/B1/x',
    'https://hooks.slack.com/services/T1/B1/x?y=1',
    'https://hooks.slack.com/services/T1/B1/x#y',
    'https://hooks.slack.com/services/T1/B1/x y',
    ' https://hooks.slack.com/services/T1/B1/x',
    'https://hooks.slack.com/services/T1/B1/x\n',
    'https://HOOKS.slack.com./services/T1/B1/x',
    'https://hooks.slack.com/workflows/T1/B1/x',
    'http://127.0.0.1:4000/services/T1/B1/x',
    42,
  ])('is not %j', (url) => {
    expect(accepts(url)).toBe(false);
  });

  it('may be on this machine in a simulated market, and nowhere else', () => {
    expect(accepts('http://127.0.0.1:4000/services/T1/B1/x', true)).toBe(true);
    expect(accepts('http://localhost:4000/services/T1/B1/x', true)).toBe(true);
    expect(accepts('http://127.0.0.1:4000/other', true)).toBe(false);
    expect(accepts('http://10.0.0.1/services/T1/B1/x', true)).toBe(false);
    expect(accepts('http://127.0.0.1.evil.example/services/T1/B1/x', true)).toBe(false);
  });
});
