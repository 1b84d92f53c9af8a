import { productNow } from '#app/_server/clock.ts';
import type { AppError } from '#lib/domain/errors.ts';
import { Notice } from './notice.tsx';
import { Shell } from './shell.tsx';
import type { PageName } from './top-bar.tsx';

/** The page when there is no database to read: what is wrong and what helps. */
export function Refusal({ error, current }: { error: AppError; current: PageName }) {
  return (
    <Shell current={current} title="No database" now={productNow()}>
      <Notice title="There is nothing to show: the database cannot be read">
        <p className="first-letter:uppercase">{error.message}.</p>
        <p className="text-faint">
          {error.code}
          {error.received !== undefined && ` · ${error.field ?? 'received'}: ${error.received}`}
        </p>
      </Notice>
    </Shell>
  );
}
