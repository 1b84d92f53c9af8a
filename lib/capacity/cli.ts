import { formatInstant, MINUTE } from '#lib/domain/time.ts';
import { isUltraServer } from './question.ts';

/** A block to buy, as it stands on the page. Times are milliseconds UTC. */
export type BlockToBuy = {
  region: string;
  /** Instance type or UltraServer type. */
  type: string;
  count: number;
  /** Asked for: AWS finds a block again only under this. */
  durationHours: number;
  startAt: number;
  endAt: number;
};

/** Platforms that a block can be bought for (EC2 User Guide, Capacity Blocks for ML). */
export type BlockPlatform =
  | 'Linux/UNIX'
  | 'Red Hat Enterprise Linux'
  | 'RHEL with HA'
  | 'SUSE Linux'
  | 'Ubuntu Pro';

export type BuyCommands = {
  /** Lists the matching offers with today's ids, and changes nothing. */
  find: string;
  /** Buys the one whose id the first has put into OFFERING_ID. It costs the whole fee and cannot be undone. */
  buy: string;
};

/** How far a block that starts at once may have moved on before the command is run. */
const SLACK = 60 * MINUTE;

/**
 * The AWS CLI commands that find this block and buy it. Offering ids live for one answer, so the first command puts a
 * fresh one into a shell variable for the second. Every word is quoted for a POSIX shell.
 */
export function buyCommands(block: BlockToBuy, platform: BlockPlatform = 'Linux/UNIX'): BuyCommands {
  const { region, type, count, durationHours, startAt, endAt } = block;
  const what = isUltraServer(type)
    ? ['--ultraserver-type', type, '--ultraserver-count', String(count)]
    : ['--instance-type', type, '--instance-count', String(count)];
  const find = words([
    'aws',
    'ec2',
    'describe-capacity-block-offerings',
    '--region',
    region,
    ...what,
    '--capacity-duration-hours',
    String(durationHours),
    '--start-date-range',
    formatInstant(startAt),
    '--end-date-range',
    formatInstant(Math.max(endAt, startAt + SLACK)),
    '--all-availability-zones',
    '--query',
    'sort_by(CapacityBlockOfferings, &StartDate)[0].CapacityBlockOfferingId',
    '--output',
    'text',
  ]);
  const buy = words([
    'aws',
    'ec2',
    'purchase-capacity-block',
    '--region',
    region,
    '--instance-platform',
    platform,
    '--capacity-block-offering-id',
  ]);
  return { find: `OFFERING_ID=$(${find})`, buy: `${buy} "$OFFERING_ID"` };
}

function words(parts: readonly string[]): string {
  return parts.map(quote).join(' ');
}

const HARMLESS = /^[\w.:/=@%+-]+$/;

/** A word that the shell takes as it stands, whatever is in it. */
function quote(word: string): string {
  return HARMLESS.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
