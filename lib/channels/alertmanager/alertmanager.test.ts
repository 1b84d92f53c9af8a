import { describe, expect, it } from 'vitest';
import type { Notice } from '#lib/alerts/notice.ts';
import { Secret } from '#lib/domain/secret.ts';
import { DAY, HOUR, MINUTE } from '#lib/domain/time.ts';
import * as sample from '#tests/helpers/notice.ts';
import type { RenderContext } from '../types.ts';
import { alertmanager } from './index.ts';

const { NOW, LABELS, notice, ended, episode } = sample;
const context: RenderContext = { ...sample.context, publicUrl: 'https://desk.example.com/' };

describe('the alerts of an Alertmanager', () => {
  type Alert = {
    labels: Record<string, string>;
    annotations: Record<string, string>;
    startsAt: string;
    endsAt: string;
    generatorURL?: string;
  };
  const alerts = (change: Partial<Notice>, over: Partial<RenderContext>) =>
    JSON.parse(
      alertmanager.render({ ...notice, ...change }, new Secret('https://am.example.com/prefix/'), {
        ...context,
        ...over,
      }).body,
    ) as Alert[];

  it('go to its API below the base address', () => {
    const call = alertmanager.render(notice, new Secret('https://am.example.com/prefix/'), context);
    expect(call.url.reveal()).toBe('https://am.example.com/prefix/api/v2/alerts');
  });

  it('say what, where, since when, and last until we say otherwise', () => {
    expect(alerts({}, { episodes: [episode()] })).toEqual([
      {
        labels: {
          alertname: 'p5 moves',
          severity: 'normal',
          source: 'chipdesk',
          condition: 'rise',
          product: 'Linux/UNIX',
          region: 'us-east-1',
          type: 'p5.48xlarge',
          zone: 'use1-az4',
        },
        annotations: {
          summary: expect.stringContaining('rose 12.4 %'),
          description: expect.stringContaining('was $33.998/h'),
          notice: '1a2b3c4d',
        },
        startsAt: '2026-11-22T14:01:00.000Z',
        endsAt: new Date(NOW + 30 * DAY).toISOString(),
        generatorURL: 'https://desk.example.com/types/p5.48xlarge?region=us-east-1',
      },
    ]);
  });

  it('end under the labels they began with, though the rule has another severity now', () => {
    const begun = { noticeId: 'aaa', severity: 'critical', open: 0 } as const;
    const over = episode({ kind: 'resolved', at: NOW + HOUR, member: ended, begun });
    const [alert] = alerts({ kind: 'resolved', severity: 'info' }, { episodes: [over], now: NOW + HOUR });
    expect(alert?.labels.severity).toBe('critical');
    expect(alert?.endsAt).toBe('2026-11-22T15:06:00.000Z');
    expect(alert?.annotations.summary).toContain('moved back');
  });

  it('that began and ended while it could not be reached are told once, as over', () => {
    const over = episode({ kind: 'resolved', at: NOW + HOUR, member: ended });
    const sent = alerts({}, { episodes: [episode(), over] });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.endsAt).toBe('2026-11-22T15:06:00.000Z');
  });

  it('are kept apart by product and direction, and a simulated market from a real one', () => {
    const windows = episode({ labels: { ...LABELS, product: 'Windows' } });
    const fall = episode({ labels: { ...LABELS, condition: 'fall' } });
    const sent = alerts({ simulated: true }, { episodes: [episode(), windows, fall] });
    expect(sent).toHaveLength(3);
    expect(sent[0]?.labels.market).toBe('simulated');
  });

  it('of a test end by themselves', () => {
    const [alert] = alerts({ kind: 'test' }, {});
    expect(alert?.labels.test).toBe('true');
    expect(Date.parse(alert?.endsAt ?? '')).toBe(NOW + 5 * MINUTE);
  });
});
