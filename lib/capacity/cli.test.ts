import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type BlockToBuy, buyCommands } from './cli.ts';

const BLOCK: BlockToBuy = {
  region: 'us-east-1',
  type: 'p5.48xlarge',
  count: 8,
  durationHours: 168,
  startAt: Date.UTC(2026, 11, 1, 11, 30),
  endAt: Date.UTC(2026, 11, 8, 11, 30),
};

/** The words a POSIX shell makes of a command, with `aws` replaced by something that prints them. */
function wordsOf(command: string, id = ''): string[] {
  const script = `aws() { printf '%s\\n' "$@"; }; OFFERING_ID='${id}'; ${command}; [ -n "${id}" ] || echo "$OFFERING_ID"`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n');
}

describe('the commands that buy a block', () => {
  test('find exactly the block that is shown', () => {
    const words = wordsOf(buyCommands(BLOCK).find);
    expect(words.slice(0, 2)).toEqual(['ec2', 'describe-capacity-block-offerings']);
    const options = new Map(
      words.slice(2).flatMap((word, i, all) => (word.startsWith('--') ? [[word, all[i + 1]]] : [])),
    );
    expect(Object.fromEntries(options)).toMatchObject({
      '--region': 'us-east-1',
      '--instance-type': 'p5.48xlarge',
      '--instance-count': '8',
      '--capacity-duration-hours': '168',
      '--start-date-range': '2026-12-01T11:30:00Z',
      '--end-date-range': '2026-12-08T11:30:00Z',
    });
    expect(words).toContain('--all-availability-zones');
  });

  test('name no start for a block that starts at once: it would have passed when the command is run', () => {
    const words = wordsOf(buyCommands({ ...BLOCK, startAt: Date.UTC(2026, 11, 1, 19, 8) }).find);
    expect(words).not.toContain('--start-date-range');
    expect(words).toContain('--end-date-range');
  });

  test('buy by the id that was found just before, for the platform chosen', () => {
    expect(wordsOf(buyCommands(BLOCK, 'Red Hat Enterprise Linux').buy, 'cb-1')).toEqual([
      'ec2',
      'purchase-capacity-block',
      '--region',
      'us-east-1',
      '--instance-platform',
      'Red Hat Enterprise Linux',
      '--capacity-block-offering-id',
      'cb-1',
    ]);
  });

  test('find it in its own zone, by the name the account has for it', () => {
    const { find, list } = buyCommands({ ...BLOCK, zoneName: 'us-east-1-atl-2a' });
    for (const command of [find, list]) expect(command).toContain('us-east-1-atl-2a');
    expect(buyCommands({ ...BLOCK, zoneName: "a'] || [" }).find).not.toContain('||');
  });

  test('show zones and fees before anything is bought', () => {
    const words = wordsOf(buyCommands(BLOCK).list, '');
    expect(words.find((word) => word.includes('UpfrontFee'))).toContain('AvailabilityZone');
  });

  test('ask for UltraServers by their own name', () => {
    const words = wordsOf(buyCommands({ ...BLOCK, type: 'u-p6e-gb200x72', count: 1 }).find);
    expect(words).toContain('--ultraserver-type');
    expect(words).not.toContain('--instance-type');
  });

  test.each([`p5'; rm -rf ~ #`, '$(id)', '`id`', 'a b', '"', '\\'])(
    'hand a type called %j to the command as it is, and run nothing',
    (type) => {
      expect(wordsOf(buyCommands({ ...BLOCK, type }).find)).toContain(type);
    },
  );
});
