import Link from 'next/link';
import { BUY_WORDS } from '#app/_ui/buy-words.ts';
import { ShortAge } from '#app/_ui/clock.client.tsx';
import { usd } from '#app/_ui/format.ts';
import { Heads } from '#app/_ui/heads.tsx';
import { OutcomeMark } from '#app/_ui/outcome-mark.tsx';
import type { Compared } from '#db/queries/compare.ts';
import { type CompareUnit, priceIn, UNITS, type Way } from '#lib/compare/ways.ts';
import type { Outcome } from '#lib/domain/outcome.ts';
import { outcomeWords } from '#lib/domain/outcome.ts';
import { UNIT_WORDS } from './choosers.tsx';

/** Every way to buy, cheapest first in the unit that was chosen, with a bar beside its price. */
export function WayTable({ rows, unit }: { rows: readonly Compared[]; unit: CompareUnit }) {
  const most = Math.max(0, ...rows.map(({ way, chip }) => priceIn(way, chip, unit) ?? 0));
  const others = UNITS.filter((one) => one !== unit);
  return (
    <div className="overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">
          Ways to buy, cheapest first in {UNIT_WORDS[unit]}, each in the place where it is cheapest
        </caption>
        <Heads
          heads={[
            { text: 'Type' },
            { text: 'Bought', className: 'max-sm:hidden' },
            { text: UNIT_WORDS[unit], num: true },
            { text: 'Of the dearest', className: 'max-sm:hidden' },
            ...others.map((one) => ({ text: UNIT_WORDS[one], num: true, className: 'max-md:hidden' })),
            { text: 'Where', className: 'max-sm:hidden' },
            { text: 'Seen', num: true, className: 'max-sm:hidden' },
          ]}
        />
        <tbody>
          {rows.map(({ way, chip }) => {
            const price = priceIn(way, chip, unit);
            return (
              <tr key={`${way.type} ${way.buy} ${way.terms ?? ''} ${way.outcome}`}>
                <td className="sm:whitespace-nowrap">
                  <Link href={`/types/${way.type}`} prefetch={false} className="link">
                    {way.type}
                  </Link>{' '}
                  <span className="text-faint">{chip.accelerator}</span>
                  <span className="block text-soft sm:hidden">
                    {BUY_WORDS[way.buy]}{' '}
                    <span className="text-[12px] text-faint">
                      {[termsShort(way.terms), way.zoneId ?? way.region ?? '']
                        .filter((part) => part !== '')
                        .join(', ')}
                    </span>
                  </span>
                </td>
                <td className="min-w-40 max-sm:hidden">
                  {BUY_WORDS[way.buy]}
                  {way.terms !== null && <span className="block text-[12px] text-faint">{way.terms}</span>}
                </td>
                <td className="num font-semibold">{price === null ? <Missing way={way} /> : usd(price)}</td>
                <td className="max-sm:hidden">{price !== null && <Bar share={price / most} />}</td>
                {others.map((one) => {
                  const other = priceIn(way, chip, one);
                  return (
                    <td key={one} className="num max-md:hidden">
                      {other === null ? '' : usd(other)}
                    </td>
                  );
                })}
                <td className="whitespace-nowrap max-sm:hidden">
                  {way.region} <span className="text-faint">{way.zoneId}</span>
                </td>
                <td className="num text-faint max-sm:hidden">
                  {way.seenAt !== null && <ShortAge at={way.seenAt} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Why there is no number: of what nobody sells, of what could not be seen, or of a chip that is not described. */
function Missing({ way }: { way: Way }) {
  if (way.outcome === 'value') return <span className="font-normal text-faint">not known of the chip</span>;
  return <OutcomeMark outcome={way.outcome} words={wordsFor(way.buy, way.outcome)} />;
}

function wordsFor(buy: Way['buy'], outcome: Outcome): string {
  if (outcome !== 'none' && outcome !== 'never') return outcomeWords(outcome);
  if (outcome === 'never') return 'not asked';
  return buy === 'capacity-block' ? 'none on sale' : buy === 'savings-plan' ? 'no plan' : 'no price';
}

/** On a phone the length of a plan, or the start of a block, is enough. */
function termsShort(terms: string | null): string {
  return terms === null ? '' : (/\b[13]y\b|from \S+/.exec(terms)?.[0] ?? '');
}

function Bar({ share }: { share: number }) {
  return (
    <span aria-hidden="true" className="block h-2 w-24 bg-sunken print:border print:border-strong">
      <span
        className="block h-2 bg-accent print:bg-ink"
        style={{ width: `${Math.max(2, Math.round(share * 100))}%` }}
      />
    </span>
  );
}
