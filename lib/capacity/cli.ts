import { formatInstant } from '#lib/domain/time.ts';
import { startsAtOnce } from './episodes.ts';
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
  /** This account's own name for the zone; without it a block of another zone may be found. */
  zoneName?: string | undefined;
};

/** Platforms that a block can be bought for (EC2 User Guide, Capacity Blocks for ML). */
export type BlockPlatform =
  | 'Linux/UNIX'
  | 'Red Hat Enterprise Linux'
  | 'RHEL with HA'
  | 'SUSE Linux'
  | 'Ubuntu Pro';

export type BuyCommands = {
  /** Shows the matching offers with their zones and fees, and changes nothing. */
  list: string;
  /** Puts the id of the first of them into OFFERING_ID, and changes nothing. */
  find: string;
  /** Buys the one whose id the first has put into OFFERING_ID. It costs the whole fee and cannot be undone. */
  buy: string;
};

/**
 * The AWS CLI commands that find this block and buy it. Offering ids live for one answer, so the first command puts a
 * fresh one into a shell variable for the second. Every word is quoted for a POSIX shell.
 */
export function buyCommands(block: BlockToBuy, platform: BlockPlatform = 'Linux/UNIX'): BuyCommands {
  const { region, type } = block;
  const ask = `aws ec2 describe-capacity-block-offerings ${words(filtersOf(block))}`;
  const found = `sort_by(CapacityBlockOfferings${inZone(block.zoneName)}, &StartDate)`;
  const buy = words(['--region', region, '--instance-platform', platform, '--capacity-block-offering-id']);
  return {
    list: `${ask} --query ${quote(`${found}[].${isUltraServer(type) ? ULTRASERVER_COLUMNS : COLUMNS}`)} --output table`,
    find: `OFFERING_ID=$(${ask} --query ${quote(`${found}[0].CapacityBlockOfferingId`)} --output text)`,
    buy: `aws ec2 purchase-capacity-block ${buy} "$OFFERING_ID"`,
  };
}

const columns = (count: string) =>
  `[AvailabilityZone, ${count}, StartDate, EndDate, UpfrontFee, CurrencyCode, CapacityBlockOfferingId]`;
const COLUMNS = columns('InstanceCount');
const ULTRASERVER_COLUMNS = columns('UltraserverCount');

/** AWS refuses a start that has passed, and that of a block that starts at once passes while one reads: none is named. */
function filtersOf(block: BlockToBuy): string[] {
  const { region, type, count, durationHours, startAt, endAt } = block;
  const what = isUltraServer(type)
    ? ['--ultraserver-type', type, '--ultraserver-count', String(count)]
    : ['--instance-type', type, '--instance-count', String(count)];
  const from = startsAtOnce(block, durationHours) ? [] : ['--start-date-range', formatInstant(startAt)];
  const start = [...from, '--end-date-range', formatInstant(endAt)];
  const hours = ['--capacity-duration-hours', String(durationHours)];
  return ['--region', region, ...what, ...hours, ...start, '--all-availability-zones'];
}

/** A JMESPath filter; a name that is none is left out rather than quoted into a second language. */
function inZone(name: string | undefined): string {
  return name !== undefined && /^[a-z0-9-]+$/.test(name) ? `[?AvailabilityZone=='${name}']` : '';
}

function words(parts: readonly string[]): string {
  return parts.map(quote).join(' ');
}

const HARMLESS = /^[\w.:/=@%+-]+$/;

/** A word that the shell takes as it stands, whatever is in it. */
function quote(word: string): string {
  return HARMLESS.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
