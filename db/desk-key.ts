import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { AppError } from '#lib/domain/errors.ts';

const KEY_BYTES = 32;
const ID_BYTES = 6;
/** Access of anybody but the owner. */
const OTHERS = 0o077;

/** What a key is derived for, so that what was made for one purpose says nothing for another. */
type Purpose = 'channel' | 'address' | 'snooze' | 'subscription';

/** The secret of this desk. Nothing prints it. */
export class DeskKey {
  /** Tells this key from another one without leading back to it. */
  readonly id: string;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.id = createHash('sha256').update(bytes).digest().subarray(0, ID_BYTES).toString('hex');
  }

  subkey(purpose: Purpose): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, '', `chipdesk ${purpose}`, KEY_BYTES));
  }
}

/**
 * The key of the desk that has this database: beside it, or in the file that is named; made at the first need.
 * @throws AppError KEY_INVALID, KEY_EXPOSED
 */
export function deskKey(database: string, file = `${realpathSync(database)}.key`): DeskKey {
  try {
    return readKey(file) ?? makeKey(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = (error as { code?: string }).code ?? 'unknown';
    throw invalid(
      file,
      `the key file of the desk cannot be read or made (${code}): check its owner and folder`,
    );
  }
}

/** Linked into place in one step: whoever comes second finds a whole key and takes that one. */
function makeKey(file: string): DeskKey {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600, flush: true });
    linkSync(draft, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const key = readKey(file);
  if (key === undefined) throw invalid(file, 'the key file of the desk went away while it was made');
  return key;
}

/** Undefined where there is no file. */
function readKey(file: string): DeskKey | undefined {
  const descriptor = openExisting(file);
  if (descriptor === undefined) return undefined;
  try {
    const { mode } = fstatSync(descriptor);
    if ((mode & OTHERS) !== 0)
      throw new AppError(
        'KEY_EXPOSED',
        'the key file of the desk can be used by others on this machine: chmod 600, and change the addresses if somebody may have read it',
        {
          field: 'CHIPDESK_KEY_FILE',
          received: `${file} with mode ${(mode & 0o777).toString(8)}`,
          accepted: '600',
        },
      );
    const bytes = readFileSync(descriptor);
    if (bytes.length !== KEY_BYTES)
      throw invalid(
        file,
        `the key file of the desk has ${bytes.length} bytes instead of ${KEY_BYTES}: restore it`,
      );
    return new DeskKey(bytes);
  } finally {
    closeSync(descriptor);
  }
}

function openExisting(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

function invalid(file: string, message: string): AppError {
  return new AppError('KEY_INVALID', message, { field: 'CHIPDESK_KEY_FILE', received: file });
}
