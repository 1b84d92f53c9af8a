import { recordedAccountOf, type Standing, standingOf } from '../accounts.ts';
import type { Call } from '../ec2/context.ts';

/** Whose quotas are asked for, and where. */
export interface Holder {
  readonly accountId: string;
  readonly region: string;
  readonly standing: Standing;
  /** Values seen in a real account, by `region code`: nothing is made up beside them. */
  readonly recorded: ReadonlyMap<string, number> | undefined;
}

export function holderOf({ credentials, request: { region }, source }: Call): Holder {
  const { accessKeyId, accountId } = credentials;
  const standing = standingOf(accessKeyId);
  const recorded = standing === 'usual' ? source.recorded?.quotas(recordedAccountOf(accessKeyId)) : undefined;
  return { accountId, region, standing, recorded };
}
