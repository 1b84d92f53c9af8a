import { COLLECTORS } from './collectors/index.ts';
import type { Job } from './context.ts';
import { retainJob } from './maintenance/retain.ts';

/** Every job of the schedule. */
export const JOBS: readonly Job[] = [...COLLECTORS, retainJob];
