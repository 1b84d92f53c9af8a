import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { parseAlerting } from './alerting.ts';
import { parsePageRule } from './page-rule.ts';

const OPTIONS = { allowLoopback: false, readSecretFile: () => '' };
const slack = (name: string) => ({
  ...{ name, kind: 'slack', webhookUrl: `https://hooks.slack.com/services/T0001/B0002/${name}1234` },
});
const channels = [slack('desk'), slack('pager')];
const p5 = { name: 'p5', kind: 'spot-price-move', when: { moves: { percent: 10 } } };
const everything = { channels: ['desk'] };
const critical = { channels: ['pager'], severities: ['critical'] };
const smtp = { host: 'mail.example.com', from: 'desk@example.com', user: 'u', password: 'p' };
const buyers = { name: 'buyers', kind: 'email', to: ['ada@example.com', 'bob@example.com'] };

const read = (sections: object) => parseAlerting({ channels, ...sections }, OPTIONS);

/** The code, and each problem as one line. */
function refusal(sections: object): string[] {
  try {
    read(sections);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { problems = [] } = error;
    return problems.map(({ code, field, message }) => `${code} ${field}: ${message}`);
  }
  return [];
}

describe('routes', () => {
  it('are kept in their order, with what they ask for', () => {
    const types = ['p5*', 'p6-b200.48xlarge'];
    const routes = [{ ...critical, types, regions: ['us-east-1'] }, { channels: ['desk', 'pager', 'desk'] }];
    expect(read({ routes }).routes).toEqual([
      { match: { severities: ['critical'], types, regions: ['us-east-1'] }, channels: ['pager'] },
      { match: {}, channels: ['desk', 'pager'] },
    ]);
  });

  it('let a rule leave its channels out, and leave alone what names them', () => {
    const rules = [p5, { ...p5, name: 'named', channels: ['pager'] }];
    const read1 = read({ routes: [critical, everything], rules });
    expect(read1.rules.map(({ name, channels: told }) => [name, told])).toEqual([
      ['p5', []],
      ['named', ['pager']],
      ['chipdesk itself', ['desk', 'pager']],
    ]);
  });

  it('tell of the starter rules, where one takes everything', () => {
    const told = (routes: unknown[]) => new Set(read({ routes }).rules.map((rule) => rule.channels.join()));
    expect(told([critical, everything])).toEqual(new Set(['', 'desk,pager']));
    expect(told([critical])).toEqual(new Set(['desk,pager']));
  });

  it('name every address of a list', () => {
    const all = { channels: [...channels, buyers], smtp, routes: [{ channels: ['buyers'] }] };
    expect(read(all).routes[0]?.channels).toEqual(['buyers: ada@example.com', 'buyers: bob@example.com']);
  });

  it('behind one that takes everything are warned about', () => {
    expect(read({ routes: [critical, everything] }).warnings).toEqual([]);
    expect(read({ routes: [everything, critical] }).warnings).toEqual([
      'routes[0] takes every alert: routes[1] behind it will never be asked',
    ]);
  });

  it.each<[string, object, string[]]>([
    [
      'a rule that no route is sure to take',
      { routes: [critical], rules: [p5] },
      [
        'NO_RECEIVER rules[0].channels: is missing: name channels, or end routes with one that takes everything',
      ],
    ],
    [
      'an empty list, which is no list left out',
      { routes: [everything], rules: [{ ...p5, channels: [] }] },
      ['NO_RECEIVER rules[0].channels: a rule that tells nobody is not allowed: name at least one channel'],
    ],
    [
      'a route to nobody',
      { routes: [{ channels: [] }], rules: [p5] },
      ['NO_RECEIVER routes[0].channels: a route that tells nobody is not allowed: name at least one channel'],
    ],
    [
      'a channel that is not there',
      { routes: [{ channels: ['pagr'] }] },
      ['CHANNEL_UNKNOWN routes[0].channels[0]: there is no channel of that name: did you mean pager?'],
    ],
    [
      'a field that is not there',
      { routes: [{ ...everything, severity: 'critical' }] },
      [
        'UNKNOWN_FIELD routes[0].severity: there is no such field: known: channels, severities, types, regions',
      ],
    ],
    [
      'a region that is not there',
      { routes: [{ ...everything, regions: ['us-east1'] }] },
      ['REGION_UNKNOWN routes[0].regions[0]: not an AWS region: did you mean us-east-1?'],
    ],
    [
      'lists that ask for nothing',
      { routes: [{ ...everything, severities: [], types: [], regions: [] }] },
      [
        'CONFIG_INVALID routes[0].severities: name at least one severity, or leave severities out',
        'CONFIG_INVALID routes[0].types: name at least one type',
        'CONFIG_INVALID routes[0].regions: name at least one region',
      ],
    ],
  ])('%s is refused', (_, sections, lines) => {
    expect(refusal(sections)).toEqual(lines);
  });
});

describe('a rule of a page', () => {
  const context = { channels: ['desk'], taken: new Map(), known: { types: [], regions: new Map() } };

  it.each([[p5], [{ ...p5, channels: [] }]])(
    'may name nobody only where a route takes everything: %j',
    (entry) => {
      expect(parsePageRule(entry, { ...context, routed: true }).channels).toEqual([]);
      expect(() => parsePageRule(entry, context)).toThrow(expect.objectContaining({ code: 'NO_RECEIVER' }));
    },
  );

  it('that names somebody is not routed', () => {
    expect(parsePageRule({ ...p5, channels: ['desk'] }, { ...context, routed: true }).channels).toEqual([
      'desk',
    ]);
  });
});

describe('fallback', () => {
  it('is one of the channels', () => {
    expect(read({ fallback: 'pager' }).fallback).toBe('pager');
    expect(read({}).fallback).toBeUndefined();
  });

  it.each<[unknown, string]>([
    ['pagr', 'CHANNEL_UNKNOWN fallback: there is no channel of that name: did you mean pager?'],
    [['pager'], 'CONFIG_INVALID fallback: expected the name of a channel'],
    ['buyers', 'CONFIG_INVALID fallback: is a list of addresses: name a channel of one'],
  ])('%j is refused', (fallback, line) => {
    expect(refusal({ channels: [...channels, buyers], smtp, fallback })).toEqual([line]);
  });
});
