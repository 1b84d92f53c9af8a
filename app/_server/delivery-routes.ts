import { writeTransaction } from '#db/client.ts';
import { noteChange } from '#db/queries/audit.ts';
import { bumpDataVersion } from '#db/queries/meta.ts';
import { retryDelivery } from '#db/queries/retry-delivery.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { WriteContext } from './write.ts';

/** POST /deliveries/[id]/retry: a message that was given up is tried again. */
export function retry({ around }: WriteContext, id: number) {
  const db = around.db();
  return writeTransaction(db, () => {
    const now = around.clock().now();
    if (!retryDelivery(db, id, now))
      throw new AppError('NOT_FOUND', 'no message of that number was given up, or its channel is no more', {
        field: 'id',
        received: String(id),
      });
    noteChange(db, { action: 'delivery retried', subject: String(id) }, now);
    bumpDataVersion(db);
    return { id };
  });
}
