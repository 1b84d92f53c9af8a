import Link from 'next/link';
import { BUY_WORDS } from '#app/_ui/buy-words.ts';
import { Age } from '#app/_ui/clock.client.tsx';
import { percent } from '#app/_ui/format.ts';
import { type Head, Heads } from '#app/_ui/heads.tsx';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import { PerHour } from '#app/_ui/per-hour.tsx';
import { Scroll } from '#app/_ui/scroll.tsx';
import type { Compared } from '#db/queries/compare.ts';
import type { Way } from '#lib/compare/ways.ts';
import { outcomeWords } from '#lib/domain/outcome.ts';

const HEADS: readonly Head[] = [
  { text: 'Bought' },
  { text: 'Instance', num: true },
  { text: 'Accelerator', num: true },
  {
    text: 'Of on-demand',
    num: true,
    title: 'Of the lowest on-demand price of the type',
    className: 'max-md:hidden',
  },
  { text: 'Where' },
  { text: 'Seen', num: true, className: 'max-md:hidden' },
  { text: 'Source', className: 'max-md:hidden' },
];

/** The answer to "how do I buy it": each way where it is cheapest, the cheapest first. */
export function BuyTable({ type, ways }: { type: string; ways: readonly Compared[] }) {
  const list = ways.find(({ way }) => way.buy === 'on-demand')?.way.perInstance ?? null;
  return (
    <section aria-label="Ways to buy" className="shell pt-10">
      <h2 className="mb-1 text-[15px] font-semibold">
        Ways to buy, each where it is cheapest{' '}
        <Link href={`/compare?types=${type}`} prefetch={false} className="link font-normal text-[13px]">
          compare with other types
        </Link>
      </h2>
      <Scroll label="Ways to buy, cheapest first" className="overflow-x-auto">
        <table className="grid-table max-w-[1150px]">
          <caption className="sr-only">Ways to buy {type}, dollars an hour, cheapest first</caption>
          <Heads heads={HEADS} />
          <tbody>
            {ways.map(({ way }) => (
              <Row key={`${way.buy} ${way.terms ?? ''}`} way={way} list={list} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Row({ way, list }: { way: Way; list: number | null }) {
  const { buy, terms, perInstance, perAccelerator, region, zoneId, seenAt, outcome, source } = way;
  const isKnown = perInstance !== null || perAccelerator !== null;
  return (
    <tr>
      <th scope="row" className="!border-b-0 !text-[13px] !text-ink">
        <span className="inline-block whitespace-nowrap first-letter:uppercase">{BUY_WORDS[buy]}</span>
        {terms !== null && <span className="block text-[12px] text-faint">{terms}</span>}
      </th>
      <td className="num font-semibold">
        {isKnown ? perHour(perInstance) : <OutcomeMark outcome={outcome} words={absentWords(way)} />}
      </td>
      <td className="num">{isKnown && perHour(perAccelerator)}</td>
      <td className="num text-soft max-md:hidden">
        {perInstance !== null && list !== null && list > 0 && percent(perInstance / list)}
      </td>
      <td className="whitespace-nowrap">
        {zoneId ?? region} {zoneId !== null && <span className="text-faint">{region}</span>}
      </td>
      <td className="num text-faint max-md:hidden">{seenAt !== null && <Age at={seenAt} />}</td>
      <td className="whitespace-nowrap text-faint max-md:hidden">{source}</td>
    </tr>
  );
}

function perHour(micro: number | null) {
  if (micro === null) return <span className="font-normal text-faint">not known</span>;
  return <PerHour micro={micro} />;
}

function absentWords({ buy, outcome }: Way): string {
  if (outcome === 'never') return 'not asked';
  if (outcome !== 'none') return outcomeWords(outcome);
  return buy === 'capacity-block' ? 'none on sale' : buy === 'savings-plan' ? 'no plan' : 'no price';
}
