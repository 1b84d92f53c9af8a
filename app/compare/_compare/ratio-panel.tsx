import Link from 'next/link';
import { counted, instant, usd } from '#app/_ui/format.ts';
import { Heads } from '#app/_ui/heads.tsx';
import { StepChart } from '#app/_ui/step-chart.tsx';
import { type RatioHistory, type RatioSample, ratioWords } from '#lib/compare/ratio.ts';
import { formatAge } from '#lib/domain/time.ts';
import { priceScale } from '#lib/plot/steps.ts';
import type { Gap } from '#lib/series/gaps.ts';
import { BUY_WORDS, RatioChoosers } from './choosers.tsx';
import type { ComparePage } from './read.ts';

/** The chart reckons in millionths, as prices do. */
const MILLION = 1_000_000;
const BOX = { width: 900, height: 150 };
const PHONE_BOX = { width: 330, height: 120 };

type PanelProps = Pick<ComparePage, 'view' | 'ratio' | 'window' | 'accelerators'>;

/** What one costs in terms of the other: in words, over time, and in numbers. */
export function RatioPanel({ view, ratio, window, accelerators }: PanelProps) {
  const [of, per] = [view.of, view.per].map((type) => accelerators.get(type) ?? type);
  const where = view.region === undefined ? ', each where it is cheapest' : ` in ${view.region}`;
  const now = ratio.now?.ratio ?? null;
  return (
    <section aria-label="Ratio of two" className="shell border-t border-line pt-5">
      <h2 className="text-[15px] font-semibold">
        {now === null
          ? `What one ${of}-hour costs in ${per}-hours is not known now`
          : `One ${of}-hour costs ${ratioWords(now)} one ${per}-hour`}
      </h2>
      <p className="mb-2 text-faint">
        {view.of} over {view.per} by the accelerator-hour, {BUY_WORDS[view.buy]}
        {where}
      </p>
      <RatioChoosers view={view} />
      {ratio.known === 0 ? (
        <p className="text-soft">
          At no time of this range are both prices on record: choose another range, region or way to buy.
        </p>
      ) : (
        <>
          <Figures ratio={ratio} />
          {[BOX, PHONE_BOX].map((box) => (
            <div key={box.width} className={box === BOX ? 'max-sm:hidden' : 'sm:hidden print:hidden'}>
              <StepChart
                series={stepsOf(ratio)}
                window={window}
                box={box}
                scale={priceScale(
                  ratio.samples.flatMap((one) => (one.ratio === null ? [] : [one.ratio * MILLION])),
                )}
                write={(value) => (value / MILLION).toFixed(2)}
                label={`Price of ${view.of} over price of ${view.per}. The numbers are in the table below.`}
              />
            </div>
          ))}
          <Numbers ratio={ratio} view={view} window={window} />
        </>
      )}
    </section>
  );
}

function Figures({ ratio: { now, median, low, high, known, samples, stepMs } }: { ratio: RatioHistory }) {
  const of = (sample: RatioSample | undefined) =>
    sample?.ratio == null ? 'not known' : `${sample.ratio.toFixed(2)} on ${instant(sample.at)}`;
  return (
    <p className="mb-2 text-soft">
      Now <strong className="text-ink">{now?.ratio?.toFixed(2) ?? 'not known'}</strong>
      {now?.of != null && now.per != null && ` (${usd(now.of)} over ${usd(now.per)}, ${instant(now.at)} UTC)`}
      , median {median?.toFixed(2) ?? 'not known'}, lowest {of(low)}, highest {of(high)} UTC.{' '}
      <span className="text-faint">
        {counted(known, 'sample')} of {samples.length} known, one every {formatAge(stepMs)}; hatched: not
        known.
      </span>
    </p>
  );
}

/** Samples as steps, with a hole from each that is not known to the next that is. */
function stepsOf({ samples }: RatioHistory) {
  const at: number[] = [];
  const value: number[] = [];
  const gaps: Gap[] = [];
  for (const [index, sample] of samples.entries()) {
    if (sample.ratio !== null) {
      at.push(sample.at);
      value.push(sample.ratio * MILLION);
      continue;
    }
    const to = samples[index + 1]?.at ?? sample.at;
    const last = gaps.at(-1);
    if (last !== undefined && last.to === sample.at) last.to = to;
    else gaps.push({ from: sample.at, to, outcome: 'never' });
  }
  return { at, value, gaps };
}

const SHOWN = 30;

function Numbers({ ratio, view, window }: Pick<PanelProps, 'ratio' | 'view' | 'window'>) {
  const every = Math.ceil(ratio.samples.length / SHOWN);
  const shown = ratio.samples
    .filter((_, index) => (ratio.samples.length - 1 - index) % every === 0)
    .toReversed();
  const query = new URLSearchParams({ of: view.of, per: view.per, buy: view.buy });
  if (view.region !== undefined) query.set('region', view.region);
  for (const [name, at] of Object.entries(window)) query.set(name, new Date(at).toISOString());
  return (
    <details className="print:hidden mt-1 text-[12px]">
      <summary className="text-faint hover:text-ink">The numbers</summary>
      <p className="mt-1">
        <Link href={`/api/v1/compare/ratio?${query}&format=csv`} prefetch={false} className="link">
          All {ratio.samples.length} as CSV
        </Link>
      </p>
      <table className="grid-table max-w-xl">
        <caption className="sr-only">The ratio over time, newest first</caption>
        <Heads
          heads={[
            { text: 'UTC' },
            { text: view.of, num: true },
            { text: `over ${view.per}`, num: true },
            { text: 'Ratio', num: true },
          ]}
        />
        <tbody>
          {shown.map(({ at, of, per, ratio: value }) => (
            <tr key={at}>
              <td>{instant(at)}</td>
              <td className="num">{of === null ? 'not known' : usd(of)}</td>
              <td className="num">{per === null ? 'not known' : usd(per)}</td>
              <td className="num">{value === null ? 'not known' : value.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
