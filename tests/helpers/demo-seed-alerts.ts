import type { Db } from '#db/client.ts';

/** Filled in once the alert tables have their readers. */
export function seedAlerts(_db: Db, _now: number): void {}
