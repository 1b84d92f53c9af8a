/** What an account may use follows from its access key: the prefixes are the stand-in's own, AWS has none. */
export type Standing = 'zero-quota' | 'new' | 'usual';

export function standingOf(accessKeyId: string): Standing {
  if (accessKeyId.startsWith('AKIAZEROQUOTA')) return 'zero-quota';
  return accessKeyId.startsWith('AKIANEW') ? 'new' : 'usual';
}

/** AWS Support's Unified Operations plan, which Capacity Manager's scores are for. */
export const hasUnifiedOperations = (accessKeyId: string): boolean => accessKeyId.startsWith('AKIAUNIFIED');

/** The recorded account a key stands for when a recording is replayed: `AKIAREPLAYC…` is account C, any other A. */
export const recordedAccountOf = (accessKeyId: string): string =>
  /^AKIAREPLAY([A-G])/.exec(accessKeyId)?.[1] ?? 'A';
