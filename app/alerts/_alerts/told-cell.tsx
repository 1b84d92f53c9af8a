import Link from 'next/link';
import { Age } from '#app/_ui/clock.client.tsx';
import { DELIVERY_STATES } from '#app/_ui/delivery-state.ts';
import type { Told } from '#db/queries/alert-told.ts';

/** Which channels heard that it began, and when; what is on its way or never arrived stands out. */
export function ToldCell({ told }: { told: readonly Told[] }) {
  if (told.length === 0) return <span className="text-faint">nobody</span>;
  return told.map(({ channel, state, deliveredAt }) => {
    const { Icon, tone, words } = DELIVERY_STATES[state];
    return (
      <Link
        key={`${channel} ${state}`}
        href="/deliveries"
        prefetch={false}
        className="mr-2 inline-flex items-center gap-1 whitespace-nowrap hover:underline"
      >
        <Icon aria-hidden="true" className={`size-3.5 ${tone}`} />
        {channel}{' '}
        <span className="text-faint">{deliveredAt === null ? words : <Age at={deliveredAt} />}</span>
      </Link>
    );
  });
}
