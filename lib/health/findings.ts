import { formatInstant } from '#lib/domain/time.ts';

/** Something about the desk itself that a person should mend or know; product times in milliseconds. */
export type Finding = {
  kind: 'credentials' | 'permission' | 'unfinished' | 'postponed';
  /** One line that says what is the matter. */
  what: string;
  /** AWS's words, or what comes of it. */
  detail: string;
  since: number | null;
};

export type CredentialsRefused = { since: number; checkedAt: number; says: string };

export function credentialsFinding({ since, says }: CredentialsRefused): Finding {
  return {
    kind: 'credentials',
    what: 'AWS refuses the credentials in every region: until it accepts them, only that is asked, every 10 minutes',
    detail: says,
    since,
  };
}

/** An action that AWS denied: what it said, and who needs it. */
export type Denial = {
  action: string | undefined;
  says: string;
  collectors: readonly string[];
  regions: readonly string[];
};

/** One finding an action, however many regions and collectors were denied it. */
export function permissionFindings(denials: readonly Denial[]): Finding[] {
  const byAction = new Map<string, Denial>();
  for (const denial of denials) {
    const key = denial.action ?? denial.says;
    const known = byAction.get(key);
    byAction.set(key, known === undefined ? denial : joined(known, denial));
  }
  return [...byAction.values()].map(permissionFinding);
}

function joined(one: Denial, other: Denial): Denial {
  const both = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].sort();
  return {
    ...one,
    collectors: both(one.collectors, other.collectors),
    regions: both(one.regions, other.regions),
  };
}

/** As many regions as can be read at a glance. */
const NAMED = 3;

function permissionFinding({ action, says, collectors, regions }: Denial): Finding {
  const where =
    regions.length === 0
      ? ''
      : ` in ${regions.length > NAMED ? `${regions.length} regions` : regions.join(', ')}`;
  return {
    kind: 'permission',
    what: `${action === undefined ? 'AWS denies access' : `${action} is not allowed`}: ${collectors.join(', ')}${where}`,
    // The line above has said it.
    detail: action === undefined ? says : says.replace(`${action} is not allowed. `, ''),
    since: null,
  };
}

export function unfinishedFinding(run: { job: string; slot: number; startedAt: number }): Finding {
  return {
    kind: 'unfinished',
    what: `${run.job} did not finish its last run in time`,
    detail: `slot ${formatInstant(run.slot)}: what it had not come to is asked again in the next one`,
    since: run.startedAt,
  };
}

export function postponedFinding(target: {
  collector: string;
  region: string;
  errorText: string;
  lastLookAt: number;
}): Finding {
  return {
    kind: 'postponed',
    what: `${target.collector} in ${target.region} failed three times in a way nobody expects: a fault of ours`,
    detail: target.errorText,
    since: target.lastLookAt,
  };
}
