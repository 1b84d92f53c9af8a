import { usd } from './format.ts';

/** A price of an hour: the figure first, its unit fainter. */
export function PerHour({ micro }: { micro: number }) {
  return (
    <>
      {usd(micro)}
      <span className="font-normal text-faint">/h</span>
    </>
  );
}
