import { expect, it } from 'vitest';
import type { Facts } from './facts.ts';
import { groupNews, type News, type NewsRule, noticeSchema, type Occasion } from './notice.ts';

const rule: NewsRule = { id: 1, name: 'p5', condition: 'c', severity: 'normal', channels: ['desk', 'wall'] };
const occasion: Occasion = { region: 'us-east-1', source: 's', lookedAt: 5, createdAt: 5, simulated: false };

function news(eventId: number, change: number, kind: News['kind'] = 'firing'): News {
  const facts: Facts = {
    topic: 'spot-price',
    condition: 'rise',
    type: `t${eventId}`,
    region: 'us-east-1',
    zoneId: 'z',
    product: 'Linux/UNIX',
    chip: null,
    priceMicro: 1,
    scale: 6,
    changedAt: 1,
    previousMicro: 1,
    previousAt: 0,
    windowMs: 1,
    change,
    percent: 10,
    limitMicro: null,
  };
  return {
    eventId,
    alertId: eventId,
    labels: {},
    identity: `i${eventId}`,
    episode: 1,
    kind,
    member: { facts, fired: null, firingAt: 1, reason: null },
  };
}

it('makes one notice per channel and kind, the fired before the resolved', () => {
  const groups = groupNews(rule, [news(1, 0.1, 'resolved'), news(2, 0.2), news(3, 0.3)], occasion);
  expect(groups.map(({ channel, notice }) => `${channel} ${notice.kind} ${notice.memberCount}`)).toEqual([
    'desk firing 2',
    'wall firing 2',
    'desk resolved 1',
    'wall resolved 1',
  ]);
});

it('shows the ten most moved of many and links them all', () => {
  const many = Array.from({ length: 25 }, (_, i) => news(i, i % 2 ? i / 100 : -i / 100));
  const [group] = groupNews(rule, many, occasion);
  expect(group?.notice.memberCount).toBe(25);
  expect(group?.notice.members.map((member) => member.facts.type)).toEqual(
    [24, 23, 22, 21, 20, 19, 18, 17, 16, 15].map((i) => `t${i}`),
  );
  expect(group?.eventIds).toHaveLength(25);
  expect(noticeSchema.safeParse(group?.notice).success).toBe(true);
});

it('is about the same subjects whatever the order of the events', () => {
  const [forth] = groupNews(rule, [news(1, 0.1), news(2, 0.2)], occasion);
  const [back] = groupNews(rule, [news(2, 0.2), news(1, 0.1)], occasion);
  expect(forth?.subjects).toEqual(back?.subjects);
});

it('makes nothing of nothing', () => {
  expect(groupNews(rule, [], occasion)).toEqual([]);
});
