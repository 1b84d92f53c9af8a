import { Notice } from '#app/_ui/notice.tsx';
import { DEFAULT_CAPACITY } from '#lib/config/capacity.ts';
import { COLLECTOR_INTERVALS_MS } from '#lib/domain/collectors.ts';
import { daysWords, listWords } from './words.ts';

const { counts, durationsHours } = DEFAULT_CAPACITY.grid;
const EVERY_MIN = COLLECTOR_INTERVALS_MS['capacity-block'] / 60_000;

/** Before the first question: what will be asked, and when. */
export function NothingAsked() {
  return (
    <Notice title="Nothing has been asked about Capacity Blocks yet">
      <p>
        The worker begins once it knows the regions and instance types of the account, a few minutes after its
        first start. This page shows the answers by itself.
      </p>
      <p>
        Every {EVERY_MIN} min it asks each region for {listWords(counts.map((count) => `${count} ×`))} of
        every block type for {listWords(durationsHours.map(daysWords))}, unless the configuration says
        otherwise; once a day for one of each for every duration AWS sells, 1 d to 182 d. Questions of your
        own go into <code className="font-mono text-[12px]">capacity.asks</code> in the configuration file.
      </p>
      <p>
        Nothing after half an hour? The{' '}
        <a href="/health" className="link">
          Health page
        </a>{' '}
        says whether the worker runs, and what AWS told it.
      </p>
    </Notice>
  );
}
