import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { parseAlerting } from './alerting.ts';
import { digestWarnings } from './digests.ts';

const SLACK = 'https://hooks.slack.com/services/T0000000/B0000000/abcdefghijklmnopqrstuvwx';
const channels = [
  { name: 'team', kind: 'slack', webhookUrl: SLACK },
  { name: 'pager', kind: 'pagerduty', routingKey: 'R0123456789ABCDEF0123456789ABCDE' },
];
const options = { allowLoopback: false, readSecretFile: () => '' };
const parse = (...digests: unknown[]) => parseAlerting({ channels, rules: [], digests }, options).digests;
const digest = (over: object = {}) => ({ name: 'weekly', channels: ['team'], ...over });

function problems(...digests: unknown[]) {
  try {
    parse(...digests);
  } catch (error) {
    if (error instanceof AppError)
      return (error.problems ?? []).map(({ code, field, message }) => `${code} ${field}: ${message}`);
    throw error;
  }
  return [];
}

describe('a digest', () => {
  it('goes out on Monday at eight, about all that is watched, unless it says otherwise', () => {
    expect(parse(digest())).toEqual([
      {
        ...{ name: 'weekly', channels: ['team'], every: 'week', day: 'monday' },
        ...{ at: { hour: 8, minute: 0 }, zone: 'UTC', types: [], regions: [] },
      },
    ]);
    const [own] = parse(
      digest({ day: 'friday', at: '17:30', zone: 'Asia/Kolkata', types: ['p5*'], regions: ['us-east-1'] }),
    );
    expect(own).toMatchObject({ day: 'friday', at: { hour: 17, minute: 30 }, zone: 'Asia/Kolkata' });
  });

  it('B35 is refused at a time that no clock shows, and in a zone that does not exist', () => {
    expect(problems(digest({ at: '25:00' }))[0]).toMatch(/^TIME_FORMAT digests\[0\]\.at: .*00:00 to 23:59/);
    for (const at of ['8:00', '08:60', 'noon', 480])
      expect(problems(digest({ at }))[0]).toMatch(/^TIME_FORMAT/);
    expect(problems(digest({ zone: 'CET+1' }))[0]).toMatch(/^ZONE_UNKNOWN digests\[0\]\.zone/);
    expect(problems(digest({ zone: 'Europe/Berln' }))[0]).toContain('did you mean Europe/Berlin?');
  });

  it('B36 at a time that the clocks skip is taken, with a word on what happens then', () => {
    const now = Date.UTC(2026, 10, 22);
    const zone = 'Europe/Berlin';
    expect(digestWarnings(parse(digest({ day: 'sunday', at: '02:30', zone })), now)).toEqual([
      'digest "weekly": the clocks of Europe/Berlin skip its time on 2027-03-28, and on 2028-03-26: it goes out at 03:30 then',
    ]);
    expect(digestWarnings(parse(digest({ every: 'day', at: '02:30', zone })), now)).toHaveLength(1);
    expect(digestWarnings(parse(digest({ day: 'monday', at: '02:30', zone })), now)).toEqual([]);
  });

  it('is refused without receivers, for channels that take alerts only, and twice under a name', () => {
    expect(problems(digest({ channels: [] }))[0]).toMatch(/^NO_RECEIVER/);
    expect(problems(digest({ channels: ['teem'] }))[0]).toContain('did you mean team?');
    expect(problems(digest({ channels: ['pager'] }))[0]).toMatch(/^CHANNEL_INVALID .*takes alerts only/);
    expect(problems(digest(), digest())[0]).toMatch(/^NAME_TAKEN digests\[1\]\.name/);
    expect(problems(digest({ every: 'day', day: 'monday' }))[0]).toContain('leave it out');
    expect(problems(digest({ weekday: 'monday' }))[0]).toMatch(/^UNKNOWN_FIELD/);
  });
});
