import Link from 'next/link';
import { connection } from 'next/server';
import { productNow } from './_server/clock.ts';
import { Notice } from './_ui/notice.tsx';
import { Shell } from './_ui/shell.tsx';

export default async function NotFound() {
  // The bar around every page tells the time: it cannot be made in advance.
  await connection();
  return (
    <Shell current="none" title="Not found" now={productNow()}>
      <Notice title="There is nothing at this address">
        <p>
          A type that AWS has never listed has no page. The{' '}
          <Link href="/" className="link">
            board
          </Link>{' '}
          has every type that is known.
        </p>
      </Notice>
    </Shell>
  );
}
