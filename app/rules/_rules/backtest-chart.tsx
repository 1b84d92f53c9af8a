import { dayName } from '#app/_ui/format.ts';
import { Scroll } from '#app/_ui/scroll.tsx';
import { DAY } from '#lib/domain/time.ts';
import type { Backtest } from './backtest-figures.ts';
import { lanesOf } from './lanes.ts';

const WIDTH = 760;
/** Names of what fired stand left of the lines. */
const LEFT = 200;
const BARS = 56;
const LANE = 14;
const AXIS = 16;

/** Messages of each day as bars; below, when each of the things that fired most did so. */
export function BacktestChart({ backtest }: { backtest: Backtest }) {
  const from = Date.parse(backtest.from);
  const to = Date.parse(backtest.to);
  const x = (at: number) => ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (WIDTH - LEFT) + LEFT;
  const most = Math.max(1, ...backtest.perDay);
  const lanes = lanesOf(backtest.episodes);
  const height = BARS + AXIS + lanes.length * LANE;
  return (
    <figure>
      <Scroll label="Messages a day, drawn" className="overflow-x-auto">
        <svg
          viewBox={`0 0 ${WIDTH} ${height}`}
          className="w-full min-w-[44rem]"
          role="img"
          aria-label={`Messages a day, at most ${most}; the table below has every episode`}
        >
          {daysOf(backtest).map(({ at, messages }) => {
            const tall = (messages / most) * (BARS - 12);
            return (
              <rect
                key={at}
                x={x(at)}
                y={BARS - tall}
                width={Math.max(x(at + DAY) - x(at) - 0.6, 0.8)}
                height={tall}
                className="fill-accent"
              />
            );
          })}
          <line x1={LEFT} x2={WIDTH} y1={BARS + 0.5} y2={BARS + 0.5} className="stroke-strong" />
          <text x={LEFT - 6} y={BARS} textAnchor="end" className="fill-faint text-[12px]">
            {`at most ${most} a day`}
          </text>
          <text x={LEFT} y={BARS + 12} className="fill-faint text-[12px]">
            {dayName(from)}
          </text>
          <text x={WIDTH} y={BARS + 12} textAnchor="end" className="fill-faint text-[12px]">
            {dayName(to)}
          </text>
          {lanes.map(({ name, spans }, index) => {
            const top = BARS + AXIS + index * LANE;
            return (
              <g key={name}>
                <line x1={LEFT} x2={WIDTH} y1={top + 8} y2={top + 8} className="stroke-line" />
                {spans.map((span) => (
                  <rect
                    key={span.from}
                    x={x(span.from)}
                    y={top + 6}
                    width={Math.max(x(span.to ?? to) - x(span.from), 1.5)}
                    height={4}
                    className="fill-dear"
                  />
                ))}
                <text x={LEFT - 6} y={top + 11} textAnchor="end" className="fill-soft text-[12px]">
                  {name}
                </text>
              </g>
            );
          })}
        </svg>
      </Scroll>
      <figcaption className="text-[12px] text-faint">
        Bars: messages a day to each channel. Lines: when it would have fired
        {lanes.length > 0 && `, the ${lanes.length} that did so most`}.
      </figcaption>
    </figure>
  );
}

function daysOf({ perDay, from }: Backtest): { at: number; messages: number }[] {
  return perDay.map((messages, day) => ({ at: Date.parse(from) + day * DAY, messages }));
}
