import { type Alerting, parseAlerting } from '#lib/config/alerting.ts';
import type { RuleName, Script, Settings, VerdictName } from './script.ts';

/** What stands in no message and in no row. */
export const CANARY = 'CANARYc0ffee00112233445566778899aabb';

const CHANNELS = [
  { name: 'desk', kind: 'slack', webhookUrl: `https://hooks.slack.com/services/T0001/B0002/${CANARY}` },
  { name: 'hook', kind: 'webhook', url: `https://hooks.example.com/${CANARY}`, secret: CANARY },
];
const LIMIT = '100.00';

/** A price, in dollars, that gets each verdict of a rule for prices of $100 and more; cents are free. */
export const PRICE_OF: Readonly<Record<VerdictName, number | null>> = {
  true: 120,
  hold: 99,
  false: 50,
  unknown: null,
};

const parsed = new Map<string, Alerting>();

/** The rules of a script as somebody would have written them. */
export function alertingOf({ kept }: Script, { rules }: Settings): Alerting {
  const each = (['wide', 'sharp'] as const).flatMap((name: RuleName) => {
    const rule = rules[name];
    if (rule === undefined) return [];
    const { severity, forMs, keepFiringMs, resolveEvals } = kept[name];
    return read({
      ...{ name, kind: 'spot-price-level', severity, channels: rule.channels, resolveEvals },
      ...{ for: seconds(forMs), keepFiring: seconds(keepFiringMs) },
      repeat: rule.repeatMs === 0 ? 'never' : seconds(rule.repeatMs),
      when: { zones: rule.zones, above: { usdPerHour: LIMIT } },
    });
  });
  return { ...read(), rules: each.flatMap((alerting) => alerting.rules) };
}

/** One rule at a time, for there are few of them and many combinations. */
function read(...rules: object[]): Alerting {
  const key = JSON.stringify(rules);
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const options = { allowLoopback: false, readSecretFile: () => '' };
  const all = parseAlerting({ channels: CHANNELS, rules }, options);
  // That the desk watches itself is another matter, with tests of its own.
  const alerting = { ...all, rules: all.rules.filter((rule) => rule.kind !== 'desk-health') };
  parsed.set(key, alerting);
  return alerting;
}

const seconds = (ms: number) => `${ms / 1000}s`;
