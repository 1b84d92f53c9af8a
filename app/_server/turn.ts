import { AppError } from '#lib/domain/errors.ts';

/** A pause in long work, in which others are answered; work for a reader who has left ends there. */
export function turnOf({ signal }: Request): () => Promise<void> {
  return async () => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal.aborted) throw new AppError('NOT_FOUND', 'the reader has left');
  };
}
