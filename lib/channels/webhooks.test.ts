import { describe, expect, it } from 'vitest';
import type { Notice } from '#lib/alerts/notice.ts';
import { Secret } from '#lib/domain/secret.ts';
import { MINUTE, SECOND } from '#lib/domain/time.ts';
import * as sample from '#tests/helpers/notice.ts';
import { discord } from './discord/index.ts';
import { teams } from './teams/index.ts';
import type { RenderContext } from './types.ts';

/** Discord and Teams: what they accept as an address, what they are sent, and what their answers mean. */

const HOSTILE = '@everyone <@&1> [free](https://evil.example) **x** `y`\u202E <https://evil.example|z>';

const { facts, member } = sample;
const notice: Notice = { ...sample.notice, simulated: true };
const context: RenderContext = { ...sample.context, publicUrl: 'https://desk.example.com/' };
const TITLE = 'p5.48xlarge in us-east-1 (use1-az4) rose 12.4 % in 24 h to $38.21/h ($4.78 per H100-hour)';
const crowd: Notice = {
  ...notice,
  memberCount: 700,
  members: Array.from({ length: 10 }, () => ({ ...member, facts: { ...facts, zoneId: 'z'.repeat(900) } })),
};

const ADDRESSES = {
  discord: new Secret('https://discord.com/api/webhooks/123456789012345678/abcDEF-ghi_jkl0123456789'),
  teams: new Secret(
    'https://prod-12.westeurope.logic.azure.com/workflows/0a1b/triggers/manual/paths/invoke?api-version=2016-06-01&sig=abcdef',
  ),
};
const KINDS = [discord, teams];
const addressOf = ({ kind }: { kind: string }) => ADDRESSES[kind as keyof typeof ADDRESSES];
const bodyOf = (
  kind: (typeof KINDS)[number],
  change: Partial<Notice> = {},
  over: Partial<RenderContext> = {},
): string => kind.render({ ...notice, ...change }, addressOf(kind), { ...context, ...over }).body;

describe.each(KINDS)('$label', (kind) => {
  const address = addressOf(kind).reveal();
  const accepts = (text: string, allowLoopback = false) =>
    kind.addressSchema({ allowLoopback }).safeParse(text).success;

  it('says first what happened, with the market, the rule, the notice and the page', () => {
    const body = JSON.stringify(JSON.parse(bodyOf(kind))).replaceAll('\\\\', '');
    for (const words of [TITLE, 'simulated market', 'notice 1a2b3c4d', 'p5 moves', '$33.998/h 24 h before'])
      expect(body).toContain(words);
    expect(body).toContain('https://desk.example.com/types/p5.48xlarge?region=us-east-1');
  });

  it('shows the address nowhere in the message, and too little of it in its hint', () => {
    const { body, headers, url } = kind.render(notice, addressOf(kind), context);
    expect(body + JSON.stringify(headers)).not.toContain(address.slice(-12));
    expect(url.reveal()).toBe(address);
    expect(kind.hint(address)).not.toContain(address.slice(-8));
  });

  it('stays within the limits of the receiver, however many there are to tell of', () => {
    for (const plain of [false, true]) expect(bodyOf(kind, crowd, { plain }).length).toBeLessThan(17_000);
    expect(bodyOf(kind, crowd)).toMatch(/\+69\d more/);
  });

  it('says how late it is and why, and that it may repeat', () => {
    const late = bodyOf(kind, {}, { delay: { ms: 14 * MINUTE, cause: 'unreachable' }, ambiguous: true });
    expect(late).toContain(`delayed 14 min, ${kind.kind === 'teams' ? 'Teams' : 'Discord'} was unreachable`);
    expect(late).toContain('may repeat an earlier message');
  });

  it.each([
    address.replace('https:', 'http:'),
    address.replace('https://', 'https://user@'),
    address.replace('.com/', '.com.evil.example/'),
    address.replace('https://', 'https://evil.example/'),
    address.replace('.com/', '.com:8443/'),
    `${address}#x`,
    ` ${address}`,
    address.replace('https://', 'https:\\\\'),
    'https://discord.com/api/webhooks/1',
    'https://169.254.169.254/api/webhooks/123456789012345678/abcdefghijklmn',
    'http://127.0.0.1/api/webhooks/123456789012345678/abcdefghijklmn',
    '',
  ])('does not accept %j as an address', (text) => {
    expect(accepts(address)).toBe(true);
    expect(accepts(text)).toBe(false);
  });

  it('accepts an address on this machine beside a simulated market only', () => {
    expect(accepts('http://127.0.0.1:4566/x', true)).toBe(true);
    expect(accepts('http://127.0.0.1:4566/x')).toBe(false);
  });

  it.each([
    [200, 'delivered'],
    [202, 'delivered'],
    [204, 'delivered'],
    [302, 'config'],
    [400, 'payload'],
    [401, 'broken'],
    [404, 'broken'],
    [410, 'broken'],
    [413, 'payload'],
    [500, 'retry'],
    [503, 'retry'],
  ])('%i means %s', (status, is) => {
    expect(kind.classify({ status, body: '', retryAfter: undefined })).toMatchObject({ is });
  });

  it('a request to slow down pauses the channel, within reason', () => {
    const pause = (retryAfter: string | undefined, body = '') =>
      kind.classify({ status: 429, body, retryAfter });
    expect(pause('7')).toEqual({ is: 'limited', retryAfterMs: 7 * SECOND });
    expect(pause(undefined)).toEqual({ is: 'limited', retryAfterMs: 30 * SECOND });
    expect(pause('86400')).toEqual({ is: 'limited', retryAfterMs: 600 * SECOND });
  });

  it('a certificate that is wrong three times breaks the channel; silence after the call may repeat it', () => {
    expect(kind.classify({ failure: 'tls', detail: '', reached: false })).toMatchObject({
      atMost: { end: 'broken' },
    });
    expect(kind.classify({ failure: 'timeout', detail: '', reached: true })).toMatchObject({
      ambiguous: true,
    });
  });
});

describe('Discord', () => {
  it('mentions nobody and links nowhere, whatever a rule is called', () => {
    for (const plain of [false, true]) {
      const body = JSON.parse(bodyOf(discord, { ruleName: HOSTILE, condition: HOSTILE }, { plain })) as {
        allowed_mentions: unknown;
        content: string;
        embeds?: { description: string }[];
      };
      expect(body.allowed_mentions).toEqual({ parse: [] });
      for (const text of [body.content, ...(body.embeds ?? []).map((embed) => embed.description)])
        expect(text).not.toMatch(/(?<!\\)[@<[\]]/);
    }
  });

  it('reads the pause from the body, where it is in seconds with a fraction', () => {
    const answer = {
      status: 429,
      body: '{"message":"slow","retry_after":0.65,"global":false}',
      retryAfter: '1',
    };
    expect(discord.classify(answer)).toEqual({ is: 'limited', retryAfterMs: SECOND });
    expect(discord.classify({ ...answer, body: '{"retry_after": 12.2}' })).toEqual({
      is: 'limited',
      retryAfterMs: 12_200,
    });
  });
});

describe('Teams', () => {
  it('is a card of plain runs of text, which know no Markdown', () => {
    const body = JSON.parse(bodyOf(teams, { ruleName: HOSTILE })) as {
      attachments: {
        contentType: string;
        content: { body: { type: string; inlines: { type: string }[] }[] };
      }[];
    };
    const [card] = body.attachments;
    expect(card?.contentType).toBe('application/vnd.microsoft.card.adaptive');
    const items = card?.content.body ?? [];
    expect(items.length).toBeGreaterThan(3);
    expect(new Set(items.map((item) => item.type))).toEqual(new Set(['RichTextBlock']));
    expect(new Set(items.flatMap((item) => item.inlines.map((run) => run.type)))).toEqual(
      new Set(['TextRun']),
    );
  });
});
