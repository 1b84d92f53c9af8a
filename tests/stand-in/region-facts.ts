/** What is fixed about AWS regions: names, zone-ID prefixes, price-list prefixes. */
export interface RegionFacts {
  readonly name: string;
  readonly zonePrefix: string;
  readonly pricePrefix: string;
  readonly location: string;
  readonly geography: string;
  /** false: every account has the region; true: it has to be opted into. */
  readonly optIn: boolean;
  /** Zone numbers of the region, as in `use1-az4`. */
  readonly zoneNumbers: readonly number[];
  /** List price against us-east-1, from facts/market-behaviour.md section 4. */
  readonly priceFactor: number;
}

type Row = readonly [string, string, string, string, string, boolean, string, number];

const US = 'United States of America';
// name, zone prefix, usagetype prefix, location, geography, opt-in, zone numbers, price factor
const ROWS: readonly Row[] = [
  ['us-east-1', 'use1', '', 'US East (N. Virginia)', US, false, '123456', 1],
  ['us-east-2', 'use2', 'USE2', 'US East (Ohio)', US, false, '123', 1],
  ['us-west-1', 'usw1', 'USW1', 'US West (N. California)', US, false, '13', 1.2],
  ['us-west-2', 'usw2', 'USW2', 'US West (Oregon)', US, false, '1234', 1],
  ['ca-central-1', 'cac1', 'CAN1', 'Canada (Central)', 'Canada', false, '124', 1.11],
  ['ca-west-1', 'caw1', 'CAN2', 'Canada West (Calgary)', 'Canada', true, '123', 1.11],
  ['mx-central-1', 'mxc1', 'MXC1', 'Mexico (Central)', 'Mexico', true, '123', 1.2],
  ['sa-east-1', 'sae1', 'SAE1', 'South America (Sao Paulo)', 'Brazil', false, '123', 1.7],
  ['eu-central-1', 'euc1', 'EUC1', 'EU (Frankfurt)', 'Germany', false, '123', 1.25],
  ['eu-central-2', 'euc2', 'EUC2', 'Europe (Zurich)', 'Switzerland', true, '123', 1.37],
  ['eu-west-1', 'euw1', 'EU', 'EU (Ireland)', 'Ireland', false, '123', 1.12],
  ['eu-west-2', 'euw2', 'EUW2', 'EU (London)', 'United Kingdom', false, '123', 1.17],
  ['eu-west-3', 'euw3', 'EUW3', 'EU (Paris)', 'France', false, '123', 1.17],
  ['eu-north-1', 'eun1', 'EUN1', 'EU (Stockholm)', 'Sweden', false, '123', 1.06],
  ['eu-south-1', 'eus1', 'EUS1', 'EU (Milan)', 'Italy', true, '123', 1.17],
  ['eu-south-2', 'eus2', 'EUS2', 'Europe (Spain)', 'Spain', true, '123', 1.08],
  ['ap-northeast-1', 'apne1', 'APN1', 'Asia Pacific (Tokyo)', 'Japan', false, '124', 1.37],
  ['ap-northeast-2', 'apne2', 'APN2', 'Asia Pacific (Seoul)', 'South Korea', false, '1234', 1.23],
  ['ap-northeast-3', 'apne3', 'APN3', 'Asia Pacific (Osaka)', 'Japan', false, '123', 1.35],
  ['ap-southeast-1', 'apse1', 'APS1', 'Asia Pacific (Singapore)', 'Singapore', false, '123', 1.4],
  ['ap-southeast-2', 'apse2', 'APS2', 'Asia Pacific (Sydney)', 'Australia', false, '123', 1.3],
  ['ap-southeast-3', 'apse3', 'APS4', 'Asia Pacific (Jakarta)', 'Indonesia', true, '123', 1.4],
  ['ap-southeast-4', 'apse4', 'APS6', 'Asia Pacific (Melbourne)', 'Australia', true, '123', 1.3],
  ['ap-southeast-5', 'apse5', 'APS7', 'Asia Pacific (Malaysia)', 'Malaysia', true, '123', 1.26],
  ['ap-southeast-7', 'apse7', 'APS9', 'Asia Pacific (Thailand)', 'Thailand', true, '123', 1.26],
  ['ap-south-1', 'aps1', 'APS3', 'Asia Pacific (Mumbai)', 'India', false, '123', 1.2],
  ['ap-south-2', 'aps2', 'APS5', 'Asia Pacific (Hyderabad)', 'India', true, '123', 1.2],
  ['ap-east-1', 'ape1', 'APE1', 'Asia Pacific (Hong Kong)', 'Hong Kong', true, '123', 1.54],
  ['ap-east-2', 'ape2', 'APE2', 'Asia Pacific (Taipei)', 'Taiwan', true, '123', 1.37],
  ['af-south-1', 'afs1', 'AFS1', 'Africa (Cape Town)', 'South Africa', true, '123', 1.33],
  ['me-south-1', 'mes1', 'MES1', 'Middle East (Bahrain)', 'Bahrain', true, '123', 1.23],
  ['me-central-1', 'mec1', 'MEC1', 'Middle East (UAE)', 'United Arab Emirates', true, '123', 1.23],
  ['il-central-1', 'ilc1', 'ILC1', 'Israel (Tel Aviv)', 'Israel', true, '123', 1.25],
];

const toFacts = (row: Row): RegionFacts => ({
  name: row[0],
  zonePrefix: row[1],
  pricePrefix: row[2],
  location: row[3],
  geography: row[4],
  optIn: row[5],
  zoneNumbers: [...row[6]].map(Number),
  priceFactor: row[7],
});

export const REGIONS: ReadonlyMap<string, RegionFacts> = new Map(ROWS.map((row) => [row[0], toFacts(row)]));

/** Listed by every account, opted into by none: what DescribeRegions shows besides the regions with a market. */
export const NEVER_OPTED_IN: readonly string[] = ['ap-east-2', 'ap-southeast-7', 'ca-west-1', 'mx-central-1'];

/** The price list carries GovCloud products although no commercial account can call there. */
export const GOVCLOUD: ReadonlyMap<string, { location: string; pricePrefix: string }> = new Map([
  ['us-gov-east-1', { location: 'AWS GovCloud (US-East)', pricePrefix: 'UGE1' }],
  ['us-gov-west-1', { location: 'AWS GovCloud (US-West)', pricePrefix: 'UGW1' }],
]);

const regionByPrefix = new Map(ROWS.map((row) => [row[1], row[0]]));

/** `use1-az4` and the Local Zone `use1-atl2-az1` both belong to us-east-1. */
export function regionOfZoneId(zoneId: string): string | undefined {
  return regionByPrefix.get(zoneId.slice(0, zoneId.indexOf('-')));
}

export interface LocalZoneFacts {
  readonly zoneId: string;
  readonly zoneName: string;
  readonly region: string;
  readonly group: string;
  readonly groupLongName: string;
  readonly parentZoneId: string;
  readonly optedIn: boolean;
}

const local = (
  region: string,
  prefix: string,
  city: string,
  place: string,
  parent: string,
  optedIn: boolean,
) => ({
  zoneId: `${prefix}-${city.replace('-', '')}-az1`,
  zoneName: `${region}-${city}a`,
  region,
  group: `${region}-${city}`,
  groupLongName: `${place} 1`,
  parentZoneId: parent,
  optedIn,
});

export const LOCAL_ZONES: readonly LocalZoneFacts[] = [
  local('us-east-1', 'use1', 'atl-2', 'US East (Atlanta)', 'use1-az4', true),
  local('us-east-1', 'use1', 'dfw-2', 'US East (Dallas)', 'use1-az6', false),
  local('us-west-2', 'usw2', 'lax-1', 'US West (Los Angeles)', 'usw2-az2', true),
  local('us-west-2', 'usw2', 'phx-2', 'US West (Phoenix)', 'usw2-az1', false),
];
