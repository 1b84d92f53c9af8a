import { z } from 'zod';
import { type Db, writeTransaction } from '../client.ts';
import { bumpDataVersion } from './meta.ts';
import { dropRecord, readRecord, writeRecord } from './meta-record.ts';

const CREDENTIALS = 'credentials_refused';
const PERMISSIONS = 'permission_check';

const troubleShape = z.object({ since: z.number(), checkedAt: z.number(), says: z.string() });

/** AWS refuses the credentials everywhere: since when, when that was last found, and AWS's words. */
export type CredentialsTrouble = z.infer<typeof troubleShape>;

export function credentialsTrouble(db: Db): CredentialsTrouble | undefined {
  return readRecord(db, CREDENTIALS, troubleShape);
}

/** Notes that AWS refuses the credentials; true when that is news. */
export function noteCredentialsRefused(db: Db, at: number, says: string): boolean {
  return writeTransaction(db, () => {
    const known = credentialsTrouble(db);
    writeRecord(db, CREDENTIALS, { since: known?.since ?? at, checkedAt: at, says });
    bumpDataVersion(db);
    return known === undefined;
  });
}

/** Notes that AWS accepts the credentials; true when it did not before. */
export function noteCredentialsAccepted(db: Db): boolean {
  return writeTransaction(db, () => {
    if (credentialsTrouble(db) === undefined) return false;
    dropRecord(db, CREDENTIALS);
    bumpDataVersion(db);
    return true;
  });
}

const checkShape = z.object({
  checkedAt: z.number(),
  actions: z.array(
    z.object({
      action: z.string(),
      /** `unknown`: throttled, unreachable or not asked in time, which says nothing about permissions. */
      answer: z.enum(['allowed', 'denied', 'unknown']),
      says: z.string(),
      jobs: z.array(z.string()),
    }),
  ),
});

/** What came of trying every action once at the start. */
export type PermissionCheck = z.infer<typeof checkShape>;
export type CheckedAction = PermissionCheck['actions'][number];

export function permissionCheck(db: Db): PermissionCheck | undefined {
  return readRecord(db, PERMISSIONS, checkShape);
}

export function savePermissionCheck(db: Db, check: PermissionCheck): void {
  writeTransaction(db, () => {
    writeRecord(db, PERMISSIONS, check);
    bumpDataVersion(db);
  });
}
