import { AwsError } from '../aws/errors.ts';
import type { Call } from './context.ts';

const DAY = 86_400_000;
/** "A few (10)" says an AWS sample; the number is published nowhere (facts/aws-apis.md 5.6). */
const MOST_NEW = 10;

/** What makes no other configuration of a request: how it is paged, and which endpoint is asked. */
const NOT_CONFIGURATION = new Set(['Action', 'Version', 'MaxResults', 'NextToken', 'DryRun']);

interface Entry {
  readonly addedAt: number;
  usedAt: number;
}

function configurationOf({ request, credentials }: Call): string {
  const own = Object.entries(request.params).filter(([name]) => !NOT_CONFIGURATION.has(name));
  return JSON.stringify([credentials.accountId, own.sort()]);
}

/** The placement-score configurations of every account, in market time: few new ones in 24 hours, known ones at will. */
export class ScoreLedger {
  readonly #accounts = new Map<string, Map<string, Entry>>();

  /** Throws MaxConfigLimitExceeded for one new configuration too many. */
  admit(call: Call): void {
    const { accountId } = call.credentials;
    const entries = this.#accounts.get(accountId) ?? new Map<string, Entry>();
    this.#accounts.set(accountId, entries);
    const since = call.now - DAY;
    for (const [key, entry] of entries) if (entry.usedAt <= since) entries.delete(key);
    const key = configurationOf(call);
    const known = entries.get(key);
    if (known !== undefined) {
      known.usedAt = call.now;
      return;
    }
    const fresh = [...entries.values()].filter((entry) => entry.addedAt > since).length;
    if (fresh >= MOST_NEW) {
      throw new AwsError(
        'MaxConfigLimitExceeded',
        'You have exceeded your maximum allowed Spot placement configurations. You can retry configurations that you used ' +
          'within the last 24 hours, or wait for 24 hours before specifying a new configuration.',
      );
    }
    entries.set(key, { addedAt: call.now, usedAt: call.now });
  }
}
