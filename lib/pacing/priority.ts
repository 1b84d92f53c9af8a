/** Whose turn it is when calls are scarce: `first` before `normal` before `last`. */
export type Priority = 'first' | 'normal' | 'last';

export const PRIORITIES: readonly Priority[] = ['first', 'normal', 'last'];

/** What people look at by the minute goes first; a sweep of thousands of questions goes last. */
const OF_JOB: Readonly<Record<string, Priority>> = {
  credentials: 'first',
  'spot-price': 'first',
  reservation: 'first',
  'capacity-block': 'last',
  'training-plan': 'last',
};

export function priorityOf(job: string): Priority {
  return OF_JOB[job] ?? 'normal';
}
