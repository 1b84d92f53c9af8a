import { expect, test } from 'vitest';
import { listRoutes } from '#db/queries/routes.ts';
import { listRules } from '#db/queries/rules.ts';
import { sweepAlerts } from '#jobs/pipeline/sweep.ts';
import { HOUR, MINUTE } from '#lib/domain/time.ts';
import { openAlertDesk } from '#tests/helpers/alert-desk.ts';
import { aType } from '#tests/helpers/market.ts';
import { openSinks } from '#tests/helpers/sinks.ts';

const ROUTES = [
  { channels: ['pager', 'desk'], severities: ['critical'], types: ['p5*'], regions: ['us-east-1'] },
  { channels: ['europe'], regions: ['eu-west-1'] },
  { channels: ['desk'] },
];
const DEAR = {
  ...{ name: 'dear', kind: 'spot-price-level', severity: 'critical', keepFiring: '0s', resolveEvals: 1 },
  when: { above: { usdPerHour: '35' } },
};
const NOBODY = { pager: [], desk: [], europe: [] };
const DEAR_P5 =
  'p5.48xlarge in us-east-1 (use1-az4) spot is $36.00/h ($4.50 per H100-hour), at or above $35.00/h';
const DEAR_G6 =
  'g6.48xlarge in us-east-1 (use1-az4) spot is $36.00/h ($4.50 per L4-hour), at or above $35.00/h';
const DEAR_EUROPE =
  'p5.48xlarge in eu-west-1 (euw1-az1) spot is $36.00/h ($4.50 per H100-hour), at or above $35.00/h';
const OVER_P5 = 'p5.48xlarge in us-east-1 (use1-az4): over, now $30.00/h ($3.75 per H100-hour)';
const OVER_G6 = 'g6.48xlarge in us-east-1 (use1-az4): over, now $30.00/h ($3.75 per L4-hour)';
const OVER_EUROPE = 'p5.48xlarge in eu-west-1 (euw1-az1): over, now $30.00/h ($3.75 per H100-hour)';
const more = (line: string) => `${line}, and 1 more of the kind in us-east-1`;

/** Three pools at 30 dollars: two families in one region, one of them in another region as well. */
async function openMarket(rule: object = {}) {
  const { channels, fresh } = await openSinks('pager', 'desk', 'europe');
  const desk = await openAlertDesk({ channels, routes: ROUTES, rules: [{ ...DEAR, ...rule }] });
  aType(desk.db);
  aType(desk.db, 'g6.48xlarge', 'L4');
  const pools = [
    desk.pool(30),
    desk.pool(30, { type: 'g6.48xlarge' }),
    desk.pool(30, { region: 'eu-west-1', zoneId: 'euw1-az1' }),
  ];
  /** Every pool has this price at the next look; what is due arrives. */
  const move = async (usd: number) => {
    for (const pool of pools) desk.price(pool, usd);
    desk.look();
    desk.look({ region: 'eu-west-1' });
    await desk.deliverFor(MINUTE);
    return fresh();
  };
  const remind = async () => {
    sweepAlerts(desk.db, desk.now());
    await desk.deliverFor(MINUTE);
    return fresh();
  };
  await move(30);
  return { desk, move, remind };
}

test('each alert of a rule goes where the first route that takes it says, and so does its end', async () => {
  const { move } = await openMarket();
  expect(await move(36)).toEqual({ pager: [DEAR_P5], desk: [more(DEAR_G6)], europe: [DEAR_EUROPE] });
  expect(await move(30)).toEqual({ pager: [OVER_P5], desk: [more(OVER_G6)], europe: [OVER_EUROPE] });
});

test('the severity decides with it', async () => {
  const { move } = await openMarket({ severity: 'normal' });
  expect(await move(36)).toEqual({ pager: [], desk: [more(DEAR_G6)], europe: [DEAR_EUROPE] });
});

test('a rule that names its channels is not routed', async () => {
  const { move } = await openMarket({ channels: ['europe'] });
  expect(await move(36)).toEqual({ pager: [], desk: [], europe: [more(DEAR_G6), DEAR_EUROPE] });
});

test('what still fires is told again where its alerts are told, with theirs alone', async () => {
  const { desk, move, remind } = await openMarket({ repeat: '1h' });
  await move(36);
  expect(await remind()).toEqual(NOBODY);
  desk.pass(HOUR);
  expect(await remind()).toEqual({
    pager: [`Still firing: ${DEAR_P5}`],
    desk: [`Still firing: ${more(DEAR_G6)}`],
    europe: [`Still firing: ${DEAR_EUROPE}`],
  });
});

test('routes that change take what begins from then on: an end goes to those that heard of the beginning', async () => {
  const { desk, move } = await openMarket();
  await move(36);
  desk.configure({ rules: [DEAR], routes: [{ channels: ['europe'] }] });
  expect(listRoutes(desk.db)).toEqual([{ match: {}, channels: ['europe'] }]);
  expect(await move(30)).toEqual({ pager: [OVER_P5], desk: [more(OVER_G6)], europe: [OVER_EUROPE] });
  expect(await move(36)).toEqual({ pager: [], desk: [], europe: [more(DEAR_G6), DEAR_EUROPE] });
});

test('an end goes also to those that were only told that it goes on', async () => {
  const { desk, move, remind } = await openMarket({ repeat: '1h' });
  await move(36);
  desk.configure({ rules: [{ ...DEAR, repeat: '1h' }], routes: [{ channels: ['desk'] }] });
  desk.pass(HOUR);
  const again = `Still firing: ${DEAR_G6}, and 2 more of the kind`;
  expect(await remind()).toEqual({ ...NOBODY, desk: [again] });
  expect(await move(30)).toEqual({
    pager: [OVER_P5],
    desk: [more(OVER_G6), OVER_EUROPE],
    europe: [OVER_EUROPE],
  });
});

test('an alert that goes over to a rule with channels ends for those that heard of it as well', async () => {
  const { desk, move } = await openMarket();
  await move(36);
  desk.configure({ rules: [{ ...DEAR, channels: ['europe'] }], routes: [] });
  expect(await move(30)).toEqual({
    pager: [OVER_P5],
    desk: [more(OVER_G6)],
    europe: [more(OVER_G6), OVER_EUROPE],
  });
});

test('a rule of a page that outlives its routes tells everybody rather than nobody', async () => {
  const { desk, move } = await openMarket();
  desk.db.sqlite.exec(`UPDATE rule SET origin = 'page' WHERE name = 'dear'`);
  desk.configure({ rules: [], routes: [{ channels: ['europe'], regions: ['eu-west-1'] }] });
  const both = [more(DEAR_G6)];
  expect(await move(36)).toEqual({ pager: both, desk: both, europe: [...both, DEAR_EUROPE] });
});

test('routes are stored in their order, and the built-in rule about the desk keeps telling everybody', async () => {
  const { desk } = await openMarket();
  expect(listRoutes(desk.db)).toEqual(ROUTES.map(({ channels, ...match }) => ({ match, channels })));
  const rules = listRules(desk.db).map(({ name, channels }) => [name, channels]);
  expect(rules).toEqual([
    ['chipdesk itself', ['desk', 'europe', 'pager']],
    ['dear', []],
  ]);
});
