import type { PageEntry } from '#lib/config/page-channel.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { DeskKey } from '../desk-key.ts';
import { seal, unseal } from '../seal.ts';

const FAULTS = {
  other_key: 'the key file is another one',
  damaged: 'what is stored was damaged or changed',
};

/** What was filled into a form, encrypted as it is kept. */
export function sealEntry(key: DeskKey, name: string, entry: PageEntry): string {
  return seal(key, name, JSON.stringify(entry));
}

/** What a channel was set up with, or in words why that cannot be read; `key` is asked for only here, and may refuse. */
export function openEntry(
  { name, sealed }: { name: string; sealed: string | null },
  key: () => DeskKey,
): { entry: PageEntry } | { reason: string } {
  try {
    const opened = unseal(key(), name, sealed ?? '');
    if ('text' in opened) return { entry: JSON.parse(opened.text) as PageEntry };
    return closed(FAULTS[opened.fault]);
  } catch (error) {
    // Nothing that a parser says: it may cite the text.
    return closed(error instanceof AppError ? error.message : FAULTS.damaged);
  }
}

const closed = (why: string) => ({ reason: `its address cannot be decrypted: ${why}` });
