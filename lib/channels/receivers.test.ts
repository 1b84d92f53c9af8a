import { describe, expect, it } from 'vitest';
import type { Member, Notice } from '#lib/alerts/notice.ts';
import { Secret } from '#lib/domain/secret.ts';
import { HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import * as sample from '#tests/helpers/notice.ts';
import { alertmanager } from './alertmanager/index.ts';
import { pagerduty } from './pagerduty/index.ts';
import type { OutgoingRequest, RenderContext } from './types.ts';
import { webhook } from './webhook/index.ts';

/** Machines that receive: what they are sent, and what their answers mean. */

const HOSTILE = '"}],"x":[{"\r\nchipdesk-notice: forged\n<!channel> {{ .Labels }} \u202E\u0000';
const { NOW, LABELS, notice, member, facts, ended, episode } = sample;
const SECRET = 's'.repeat(32);
const KEY = 'R0123456789012345678901234567abc';
const context: RenderContext = {
  ...sample.context,
  publicUrl: 'https://desk.example.com/',
  options: { secret: new Secret(SECRET), eventsUrl: 'https://events.pagerduty.com/v2/enqueue' },
};
const read = <T>({ body }: OutgoingRequest) => JSON.parse(body) as T;

describe.each([webhook, pagerduty, alertmanager])('$label', (kind) => {
  it.each([
    [302, 'config'],
    [401, 'broken'],
    [403, 'broken'],
    [404, 'broken'],
    [400, 'payload'],
    [413, 'payload'],
    [500, 'retry'],
    [503, 'retry'],
  ])('answering %i means %s', (status, is) => {
    expect(kind.classify({ status, body: '', retryAfter: undefined })).toMatchObject({ is });
  });

  it('may ask for a pause', () => {
    const slow = { status: 429, body: '', retryAfter: '7' };
    expect(kind.classify(slow)).toEqual({ is: 'limited', retryAfterMs: 7 * SECOND });
  });

  it('that may not be called has to be mended, without the address being told', () => {
    expect(kind.classify({ failure: 'blocked', detail: 'loopback', reached: false })).toEqual({
      is: 'config',
      why: 'address blocked: loopback',
    });
  });

  it('is sent JSON alone, whatever a rule, a type or a zone is called', () => {
    const odd: Member = { ...member, facts: { ...facts, type: HOSTILE, zoneId: HOSTILE } };
    const hostile: Notice = { ...notice, ruleName: HOSTILE, condition: HOSTILE, members: [odd] };
    const episodes = [episode({ member: odd, labels: { ...LABELS, type: HOSTILE } })];
    const calls = [kind.render(hostile, new Secret(KEY), { ...context, episodes })].flat();
    expect(calls).toHaveLength(1);
    for (const call of calls) {
      expect(JSON.stringify(call.headers)).not.toMatch(/forged|channel/);
      expect(JSON.stringify(read(call))).not.toContain('"x":[');
      expect(JSON.stringify(read(call))).toContain('chipdesk-notice: forged');
    }
  });
});

describe('the body of a webhook', () => {
  type Body = Record<string, unknown> & { members?: unknown[]; later?: unknown[]; text: string };
  const body = (change: Partial<Notice> = {}, over: Partial<RenderContext> = {}) =>
    read<Body>(
      webhook.render({ ...notice, ...change }, new Secret('https://h.example/'), { ...context, ...over }),
    );

  it('is what the documentation says', () => {
    expect(body()).toEqual({
      version: 1,
      noticeId: '1a2b3c4d5e6f',
      kind: 'firing',
      rule: { name: 'p5 moves', severity: 'normal', condition: notice.condition },
      text: 'p5.48xlarge in us-east-1 (use1-az4) rose 12.4 % in 24 h to $38.21/h ($4.78 per H100-hour)',
      titles: [expect.stringContaining('rose 12.4 %')],
      memberCount: 1,
      members: [
        {
          headline: expect.stringContaining('rose 12.4 %'),
          figures: [expect.stringContaining('was $33.998/h')],
          facts,
          fired: null,
          reason: null,
        },
      ],
      snoozeLink: null,
      note: null,
      extras: null,
      digest: null,
      later: [],
      source: 'AWS spot price history, changed 4 min ago',
      lookedAt: '2026-11-22T14:06:00.000Z',
      createdAt: '2026-11-22T14:06:00.000Z',
      delaySeconds: 0,
      simulated: false,
      mayRepeat: false,
      link: 'https://desk.example.com/types/p5.48xlarge?region=us-east-1',
    });
  });

  it('carries what queued up behind it, and how late it is', () => {
    const over: Notice = { ...notice, kind: 'resolved', createdAt: NOW + HOUR, members: [ended] };
    const sent = body(
      {},
      { later: [over], delay: { ms: 14 * MINUTE, cause: 'unreachable' }, ambiguous: true },
    );
    expect(sent).toMatchObject({ delaySeconds: 840, mayRepeat: true });
    expect(sent.later).toMatchObject([
      {
        kind: 'resolved',
        text: expect.stringContaining('moved back'),
        createdAt: '2026-11-22T15:06:00.000Z',
      },
    ]);
  });

  it('is short where the receiver has refused it', () => {
    const sent = body({}, { plain: true });
    expect(sent.text).toContain('rose 12.4 %');
    expect(sent.members).toBeUndefined();
  });

  it('is signed with the secret, which is nowhere in the call', () => {
    const call = webhook.render(notice, new Secret('https://h.example/topsecret'), context);
    expect(call.sign?.secret.reveal()).toBe(SECRET);
    expect(JSON.stringify(call)).not.toMatch(/ssss|topsecret/);
    expect(webhook.hint('https://hooks.example.com/topsecret?token=topsecret')).toBe('hooks.example.com/…');
  });

  it('needs a secret that nobody guesses', () => {
    const accepts = (secret: unknown) => webhook.secretOptions.secret.safeParse(secret).success;
    expect(accepts(SECRET)).toBe(true);
    for (const weak of ['s'.repeat(31), 's'.repeat(257), ` ${SECRET}`, `${SECRET}\n`, '€'.repeat(40), 42])
      expect(accepts(weak)).toBe(false);
  });
});

describe('the events of PagerDuty', () => {
  type Event = {
    event_action: string;
    dedup_key: string;
    routing_key: string;
    links?: unknown[];
    payload?: { summary: string; severity: string; custom_details?: { figures: string[]; more?: string } };
  };
  const calls = (change: Partial<Notice> = {}, over: Partial<RenderContext> = {}) =>
    pagerduty.render({ ...notice, ...change }, new Secret(KEY), { ...context, ...over });
  const events = (change: Partial<Notice> = {}, over: Partial<RenderContext> = {}) =>
    calls(change, over).map((call) => read<Event>(call));
  const end = (noticeId: string, open: number) =>
    episode({ kind: 'resolved', member: ended, begun: { noticeId, severity: 'normal', open } });

  it('open an incident under the id of the notice, with figures and a link', () => {
    const [event] = events();
    expect(event).toMatchObject({
      routing_key: KEY,
      event_action: 'trigger',
      dedup_key: 'chipdesk/1a2b3c4d5e6f',
      payload: { severity: 'warning', source: 'chipdesk', timestamp: '2026-11-22T14:06:00.000Z' },
      links: [{ href: 'https://desk.example.com/types/p5.48xlarge?region=us-east-1' }],
    });
    expect(event?.payload?.summary).toContain('rose 12.4 %');
    expect(event?.payload?.custom_details?.figures[0]).toContain('was $33.998/h');
  });

  it.each([
    ['info', 'info'],
    ['normal', 'warning'],
    ['critical', 'critical'],
  ] as const)('of a rule that is %s are %s', (severity, told) => {
    expect(events({ severity })[0]?.payload?.severity).toBe(told);
  });

  it('close the incidents whose last member is over, each once, and no other', () => {
    const episodes = [end('aaa', 0), end('aaa', 0), end('bbb', 2), end('ccc', 0)];
    const closed = events({ kind: 'resolved', members: [ended] }, { episodes });
    expect(closed.map(({ event_action, dedup_key }) => [event_action, dedup_key])).toEqual([
      ['resolve', 'chipdesk/aaa'],
      ['resolve', 'chipdesk/ccc'],
    ]);
    expect(events({ kind: 'resolved' }, { episodes: [end('bbb', 2)] })).toEqual([]);
  });

  it('of a test leave nothing open', () => {
    expect(events({ kind: 'test' }).map(({ event_action }) => event_action)).toEqual(['trigger', 'resolve']);
  });

  it('stay inside the caps of PagerDuty however much there is to tell', () => {
    const long: Member = { ...member, facts: { ...facts, zoneId: 'z'.repeat(90_000) } };
    const crowd = { memberCount: 700, members: Array.from({ length: 10 }, () => long) };
    const [call] = calls(crowd);
    expect(call?.body.length).toBeLessThan(100_000);
    const [event] = events(crowd);
    expect(event?.payload?.summary.length).toBeLessThanOrEqual(1024);
    expect(event?.payload?.custom_details?.more).toBe('+690 more');
    expect(event?.dedup_key.length).toBeLessThanOrEqual(255);
    expect(events(crowd, { plain: true })[0]?.payload?.custom_details).toBeUndefined();
  });

  it('are accepted with 202 alone; a refused key is another matter than a refused event', () => {
    const answer = (status: number, body = '') => pagerduty.classify({ status, body, retryAfter: undefined });
    expect(answer(202)).toEqual({ is: 'delivered' });
    expect(answer(200)).toMatchObject({ is: 'retry', atMost: { end: 'dead' } });
    expect(answer(400, '{"status":"invalid event","message":"Event object is invalid"}')).toMatchObject({
      is: 'payload',
    });
    expect(answer(400, '{"errors":["Length of \'routing_key\' is incorrect"]}')).toMatchObject({
      is: 'broken',
    });
    expect(answer(429)).toEqual({ is: 'limited', retryAfterMs: 30 * SECOND });
  });

  it('go where the account is, and to this machine beside a simulated market only', () => {
    const accepts = (eventsUrl: string | undefined, allowLoopback = false) =>
      pagerduty.optionsSchema({ allowLoopback, allowPrivate: false }).safeParse({ eventsUrl }).success;
    expect(accepts(undefined)).toBe(true);
    expect(accepts('https://events.eu.pagerduty.com/v2/enqueue')).toBe(true);
    expect(accepts('https://events.pagerduty.com.evil.example/v2/enqueue')).toBe(false);
    expect(accepts('http://127.0.0.1:1/v2/enqueue')).toBe(false);
    expect(accepts('http://127.0.0.1:1/v2/enqueue', true)).toBe(true);
    const key = (text: string) => pagerduty.addressSchema().safeParse(text).success;
    expect([key(KEY), key(KEY.slice(1)), key(`${KEY}0`), key('-'.repeat(32))]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(pagerduty.hint(KEY)).toBe('events.pagerduty.com …7abc');
  });
});
