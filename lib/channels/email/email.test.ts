import { describe, expect, it } from 'vitest';
import type { Notice } from '#lib/alerts/notice.ts';
import { Secret } from '#lib/domain/secret.ts';
import { MINUTE } from '#lib/domain/time.ts';
import * as sample from '#tests/helpers/notice.ts';
import type { MailResult, RenderContext } from '../types.ts';
import { email } from './index.ts';

const ADA = new Secret('ada@example.com');
const TITLE = 'p5.48xlarge in us-east-1 (use1-az4) rose 12.4 % in 24 h to $38.21/h ($4.78 per H100-hour)';
const HOSTILE =
  '<script>alert(1)</script> <!channel>, "x"\' &amp;\r\nBcc: eve@evil.example\r\n\r\n\u202Eelif';

const { facts, member, notice } = sample;
const context: RenderContext = { ...sample.context, publicUrl: 'https://desk.example.com/' };
const later: Notice = { ...notice, kind: 'resolved', createdAt: notice.createdAt + MINUTE };
const mail = (change: Partial<Notice> = {}, over: Partial<RenderContext> = {}, to = ADA) =>
  email.render({ ...notice, ...change }, to, { ...context, ...over });

describe('a mail', () => {
  it('tells it all in the subject', () => {
    expect(mail().subject).toBe(TITLE);
    expect(mail({ simulated: true }).subject).toBe(`[simulated market] ${TITLE}`);
  });

  it('gives figures, source and age, rule, notice and page, as text and as a page', () => {
    const { text, html } = mail();
    for (const words of [
      TITLE,
      'was $33.998/h 24 h before · now $38.2137/h since 2026-11-22 14:02 UTC',
      'AWS spot price history, changed 4 min ago',
      'Rule “p5 moves” (normal): spot price of p5* moves 10 % or more within 24h',
      'notice 1a2b3c4d ·',
      'https://desk.example.com/types/p5.48xlarge?region=us-east-1',
    ]) {
      expect(text).toContain(words);
      expect(html).toContain(words);
    }
    expect(text + html).not.toMatch(/simulated|delayed|repeat/);
  });

  it('says how late it is and why, that it may repeat, and that a market is simulated', () => {
    const delay = { ms: 14 * MINUTE, cause: 'unreachable' } as const;
    const { text, html } = mail({ simulated: true }, { delay, ambiguous: true });
    for (const words of [
      'delayed 14 min, the mail server was unreachable',
      'may repeat an earlier message',
      'simulated market: not real AWS prices',
    ]) {
      expect(text).toContain(words);
      expect(html).toContain(words);
    }
  });

  it('counts those that are not shown', () => {
    const shown = Array.from({ length: 10 }, (_, at) => ({
      ...member,
      facts: { ...facts, zoneId: `use1-az${at}` },
    }));
    const { text, html } = mail({ memberCount: 25, members: shown });
    expect(text.match(/use1-az9/g)).toHaveLength(1);
    for (const form of [text, html]) expect(form).toContain('… +15 more');
    expect(mail().text).not.toContain('…');
  });

  it('has no link where the address of the pages is not known', () => {
    const { text, html } = email.render(notice, ADA, sample.context);
    expect(text + html).not.toMatch(/Open in chipdesk|href/);
  });

  it('stays small, fetches nothing and fits a narrow screen', () => {
    const { html } = mail();
    expect(html.length).toBeLessThan(6000);
    expect(html).toContain('max-width:600px');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/<(img|link|style|script|iframe)|background|url\(/i);
  });

  it('keeps what people wrote harmless: no markup, no second header, no turned text', () => {
    const hostile = mail({
      ruleName: HOSTILE,
      condition: HOSTILE,
      members: [{ ...member, facts: { ...facts, type: HOSTILE } }],
    });
    expect(hostile.subject).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(hostile.html).not.toMatch(/<script|<!channel|"x"|\u202E/);
    expect(hostile.html).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt; &lt;!channel&gt;, &quot;x&quot;&#39; &amp;amp; Bcc: eve@evil.example',
    );
    expect(hostile.text).not.toMatch(/^Bcc|\r|\u202E/m);
    expect(hostile.text).toContain('<script>alert(1)</script> <!channel>, "x"');
    expect(Object.keys(hostile.headers)).toEqual(['Auto-Submitted']);
  });

  it('has a subject that ends, whatever a type is called', () => {
    const long = mail({ members: [{ ...member, facts: { ...facts, type: '😀'.repeat(900) } }] });
    expect(long.subject.length).toBeLessThanOrEqual(200);
    expect(long.subject).not.toMatch(/\p{Cs}/u);
  });

  it('keeps its id when it is sent again, and has another for other people and other news', () => {
    const id = mail().messageId;
    expect(id).toMatch(/^[0-9a-f.]+$/);
    expect(mail({}, { ambiguous: true, delay: { ms: 9 * MINUTE, cause: 'unreachable' } }).messageId).toBe(id);
    const others = [
      mail({}, {}, new Secret('bob@example.com')),
      mail({}, { noticeId: 'ffffffffffff' }),
      mail({}, { later: [later] }),
      mail({}, { later: [later, { ...later, createdAt: later.createdAt + MINUTE }] }),
    ];
    expect(new Set([id, ...others.map(({ messageId }) => messageId)]).size).toBe(5);
  });
});

describe('what an answer means', () => {
  const answer = (stage: MailResult['stage'], status: number | null, more: Partial<MailResult> = {}) =>
    email.classify({ stage, status, detail: '', reached: false, ...more });

  it.each([
    ['data', 250, 'delivered'],
    ['connection', null, 'retry'],
    ['connection', 421, 'retry'],
    ['connection', 554, 'broken'],
    ['tls', null, 'retry'],
    ['tls', 454, 'retry'],
    ['tls', 502, 'broken'],
    ['auth', null, 'retry'],
    ['auth', 454, 'retry'],
    ['auth', 535, 'broken'],
    ['from', 451, 'retry'],
    ['from', 553, 'broken'],
    ['rcpt', 450, 'retry'],
    ['rcpt', 550, 'broken'],
    ['data', null, 'retry'],
    ['data', 452, 'retry'],
    ['data', 554, 'broken'],
    ['rcpt', 250, 'retry'],
  ] as const)('at %s, %s is %s', (stage, status, is) => {
    expect(answer(stage, status).is).toBe(is);
  });

  it('waits a minute at first and half an hour at most: a greylist lets nobody in sooner', () => {
    const backOff = { baseMs: MINUTE, capMs: 30 * MINUTE };
    expect(answer('rcpt', 450)).toMatchObject({ backOff });
    expect(answer('connection', null)).toMatchObject({ backOff });
  });

  it('may have arrived only where the text had begun to leave and nothing was said of it', () => {
    expect(answer('data', null, { reached: true })).toMatchObject({ ambiguous: true });
    expect(answer('data', 451, { reached: true })).toMatchObject({ ambiguous: false });
    expect(answer('rcpt', null)).toMatchObject({ ambiguous: false });
  });

  it('takes a certificate that is wrong three times, and no way to sign in, for a broken channel', () => {
    expect(answer('tls', null)).toMatchObject({ atMost: { tries: 3, end: 'broken' } });
    expect(answer('auth', null, { detail: 'EAUTH' })).toMatchObject({ is: 'broken' });
  });

  it('says what, and where', () => {
    expect(answer('rcpt', 550, { detail: '5.1.1' })).toMatchObject({ why: '550 5.1.1 for the recipient' });
    expect(answer('connection', null, { detail: 'ECONNREFUSED' })).toMatchObject({
      why: 'ECONNREFUSED on connecting',
    });
  });
});
