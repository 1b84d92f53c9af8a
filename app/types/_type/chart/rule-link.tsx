import Link from 'next/link';
import type { TypeView, UnitName } from '../params.ts';

/** Units in which a rule states a limit. */
const LIMITS: Partial<Record<UnitName, string>> = {
  hour: 'below.usdPerHour',
  accelerator: 'below.usdPerAcceleratorHour',
  share: 'below.percentOfOnDemand',
};

/** The way from what is looked at to being told of it: below the limit, or without one when the price moves. */
export function RuleLink({ type, view }: { type: string; view: TypeView }) {
  const field = LIMITS[view.unit];
  const isLevel = view.under !== '' && field !== undefined;
  const query = new URLSearchParams({
    kind: isLevel ? 'spot-price-level' : 'spot-price-move',
    types: type,
    regions: view.regions.join(','),
    ...(isLevel && { [field]: view.under }),
  });
  return (
    <Link href={`/rules/new?${query}`} prefetch={false} className="link">
      {isLevel ? 'Be told when it falls below' : 'Be told when it moves'}
    </Link>
  );
}
