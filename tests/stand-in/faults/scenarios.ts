import { STORIES, type Story } from '../sources/market/situation.ts';
import type { MarketSource } from '../sources/market-source.ts';
import type { Fault } from './fault.ts';

const ALWAYS = Number.POSITIVE_INFINITY;
const AWS_SERVICES = ['ec2', 'pricing', 'sts', 'servicequotas', 'cloudwatch', 'savingsplans', 'sagemaker'];

/** The region that suffers: one that is no client's home region, if the market has it. */
function victim(source: MarketSource, wanted: string): string {
  const enabled = source.regions().filter((region) => region.optInStatus !== 'not-opted-in');
  return enabled.find((region) => region.name === wanted)?.name ?? enabled.at(-1)?.name ?? wanted;
}

const PRESETS: Readonly<Record<string, (source: MarketSource) => Fault[]>> = {
  ...Object.fromEntries(STORIES.map((story) => [story, () => []])),
  throttled: () => [
    { service: 'ec2', kind: 'throttle', times: ALWAYS, every: 2 },
    { service: 'pricing', kind: 'throttle', times: ALWAYS, every: 2 },
  ],
  // The account's other tools use up what it may ask for: three calls of four, whatever the service.
  'throttled-account': () =>
    AWS_SERVICES.flatMap((service): Fault[] => [
      { service, kind: 'throttle', times: ALWAYS, every: 2 },
      { service, kind: 'throttle', times: ALWAYS, every: 2 },
    ]),
  'denied-region': (source) => [
    { service: 'ec2', region: victim(source, 'eu-west-1'), kind: 'denied', times: ALWAYS },
  ],
  'not-enabled-region': (source) => [
    { service: 'ec2', region: victim(source, 'ap-south-1'), kind: 'not-enabled', times: ALWAYS },
  ],
  // These two are about who calls: `accountOf`.
  'zero-quota-account': () => [],
  'expired-credentials': () => [],
  'captive-portal': () => [{ kind: 'html', times: ALWAYS }],
  'bad-record': () => [
    { service: 'ec2', action: 'DescribeSpotPriceHistory', kind: 'bad-price', value: 'abc', times: ALWAYS },
  ],
  empty: () => [{ service: 'ec2', action: 'DescribeSpotPriceHistory', kind: 'empty-set', times: ALWAYS }],
  'region-outage': (source) => [
    { service: 'ec2', region: victim(source, 'us-west-2'), kind: 'reset', times: ALWAYS },
  ],
  'frozen-feed': () => [{ service: 'spot-advisor', kind: 'frozen-feed', times: ALWAYS }],
  'sparse-pages': () => [{ service: 'ec2', kind: 'empty-page', times: ALWAYS }],
};

export const SCENARIOS: readonly string[] = Object.keys(PRESETS);

/** What the simulated market itself goes through under a scenario; most scenarios are only about how AWS answers. */
export function storyOf(scenario: string): Story {
  return STORIES.find((story) => story === scenario) ?? 'calm';
}

const ACCOUNTS: Readonly<Record<string, string>> = {
  'zero-quota-account': 'AKIAZEROQUOTA',
  'expired-credentials': 'AKIAEXPIRED',
};

/** What every access key is to begin with under a scenario, so that every caller is treated as such an account. */
export function accountOf(scenario: string): string | undefined {
  return ACCOUNTS[scenario];
}

export function scenarioFaults(name: string, source: MarketSource): Fault[] {
  const preset = PRESETS[name];
  if (preset === undefined) throw new Error(`scenario: "${name}" is none of ${SCENARIOS.join(', ')}`);
  return preset(source);
}
