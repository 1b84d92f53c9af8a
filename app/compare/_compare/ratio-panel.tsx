import Link from 'next/link';
import { BUY_WORDS } from '#app/_ui/buy-words.ts';
import { counted, finePercent, instant, usd } from '#app/_ui/format.ts';
import { Heads } from '#app/_ui/heads.tsx';
import { StepChart } from '#app/_ui/step-chart.tsx';
import { type RatioHistory, type RatioStep, ratioWords, stepAt } from '#lib/compare/ratio.ts';
import { priceScale } from '#lib/plot/steps.ts';
import type { Gap } from '#lib/series/gaps.ts';
import { RatioChoosers, UNIT_WORDS } from './choosers.tsx';
import type { ComparePage } from './read.ts';

/** The chart reckons in millionths, as prices do. */
const MILLION = 1_000_000;
const BOX = { width: 900, height: 150 };
const PHONE_BOX = { width: 330, height: 120 };

/** What is said of an hour, behind the name of the accelerator. */
const UNIT_NAMES = { accelerator: '', pflop: ' PFLOP', gib: ' GiB', hour: ' instance' } as const;

type PanelProps = Pick<ComparePage, 'view' | 'ratio' | 'window' | 'accelerators'>;

/** What one costs in terms of the other: in words, over time, and in numbers. */
export function RatioPanel({ view, ratio, window, accelerators }: PanelProps) {
  const [of, per] = [view.of, view.per].map((type) => accelerators.get(type) ?? type);
  const where = view.region === undefined ? ', each where it is cheapest' : ` in ${view.region}`;
  const now = ratio.now?.ratio ?? null;
  const what = UNIT_NAMES[view.unit];
  return (
    <section aria-label="Ratio of two" className="shell border-t border-line pt-5">
      <h2 className="text-[15px] font-semibold">
        {now === null
          ? `What one ${of}${what}-hour costs in ${per}${what}-hours is not known now`
          : `One ${of}${what}-hour costs ${ratioWords(now)} one ${per}${what}-hour`}
      </h2>
      <p className="mb-2 text-faint">
        {view.of} over {view.per} in {UNIT_WORDS[view.unit]}, {BUY_WORDS[view.buy]}
        {where}
      </p>
      <RatioChoosers view={view} />
      {ratio.knownMs === 0 ? (
        <p className="text-soft">
          At no time of this range are both prices known in {UNIT_WORDS[view.unit]}: choose another range,
          region, unit or way to buy.
        </p>
      ) : (
        <>
          <Figures ratio={ratio} window={window} />
          <RuleLink view={view} now={now} />
          {[BOX, PHONE_BOX].map((box) => (
            <div key={box.width} className={box === BOX ? 'max-sm:hidden' : 'sm:hidden print:hidden'}>
              <StepChart
                series={seriesOf(ratio, window.to)}
                window={window}
                box={box}
                scale={priceScale([ratio.low, ratio.high].map((one) => (one?.ratio ?? 0) * MILLION))}
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

function Figures({ ratio, window }: Pick<PanelProps, 'ratio' | 'window'>) {
  const { now, median, low, high, knownMs, steps } = ratio;
  const of = (step: RatioStep | undefined) =>
    step?.ratio == null ? 'not known' : `${step.ratio.toFixed(2)} on ${instant(step.at)}`;
  const share = knownMs / (window.to - window.from);
  return (
    <p className="mb-2 text-soft">
      Now <strong className="text-ink">{now?.ratio?.toFixed(2) ?? 'not known'}</strong>
      {now?.of != null &&
        now.per != null &&
        ` (${usd(now.of)} over ${usd(now.per)}, since ${instant(now.at)} UTC)`}
      , median {median?.toFixed(2) ?? 'not known'}, lowest {of(low)}, highest {of(high)} UTC.{' '}
      <span className="text-faint">
        {counted(steps.length - 1, 'change')} of either price; known for {finePercent(share)} of the time
        {share < 1 && ', hatched where not'}.
      </span>
    </p>
  );
}

/** A rule watches the ratio of medians, region by region: it is begun a tenth above or below what there is now. */
function RuleLink({ view, now }: { view: ComparePage['view']; now: number | null }) {
  // A rule knows the price of an accelerator alone.
  if (view.buy !== 'spot' || view.unit !== 'accelerator' || now === null) return null;
  const query = new URLSearchParams({ kind: 'price-ratio', of: view.of, to: view.per });
  if (view.region !== undefined) query.set('regions', view.region);
  query.set('above', (now * 1.1).toPrecision(2));
  query.set('below', (now * 0.9).toPrecision(2));
  return (
    <p className="mb-2 print:hidden">
      <Link href={`/rules/new?${query}`} prefetch={false} className="link">
        Be told when it moves by a tenth
      </Link>{' '}
      <span className="text-faint">The rule compares the median of each region’s zones.</span>
    </p>
  );
}

/** The known steps, and a hole from each that is not known to the next that is. */
function seriesOf({ steps }: RatioHistory, end: number) {
  const at: number[] = [];
  const value: number[] = [];
  const gaps: Gap[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.ratio !== null) {
      at.push(step.at);
      value.push(step.ratio * MILLION);
      continue;
    }
    const to = steps[index + 1]?.at ?? end;
    const last = gaps.at(-1);
    if (last !== undefined && last.to === step.at) last.to = to;
    else gaps.push({ from: step.at, to, outcome: 'never' });
  }
  return { at, value, gaps };
}

const SHOWN = 30;

function Numbers({ ratio, view, window }: Pick<PanelProps, 'ratio' | 'view' | 'window'>) {
  const distance = (window.to - window.from) / SHOWN;
  const shown = Array.from({ length: SHOWN }, (_, back) => Math.round(window.to - back * distance));
  const query = new URLSearchParams({ of: view.of, per: view.per, buy: view.buy, unit: view.unit });
  if (view.region !== undefined) query.set('region', view.region);
  for (const [name, at] of Object.entries(window)) query.set(name, new Date(at).toISOString());
  return (
    <details className="print:hidden mt-1 text-[12px]">
      <summary className="text-faint hover:text-ink">The numbers</summary>
      <p className="mt-1">
        <Link href={`/api/v1/compare/ratio?${query}&format=csv`} prefetch={false} className="link">
          All {ratio.steps.length} steps as CSV
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
          {shown.map((at) => {
            const { of = null, per = null, ratio: value = null } = stepAt(ratio.steps, at) ?? {};
            return (
              <tr key={at}>
                <td>{instant(at)}</td>
                <td className="num">{of === null ? 'not known' : usd(of)}</td>
                <td className="num">{per === null ? 'not known' : usd(per)}</td>
                <td className="num">{value === null ? 'not known' : value.toFixed(3)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
