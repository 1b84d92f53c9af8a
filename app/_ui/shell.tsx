import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { productClock } from '#app/_server/clock.ts';
import { getConfig } from '#app/_server/config.ts';
import { isSimulated } from '#app/_server/market.ts';
import type { NewsTopic } from '#lib/domain/news-topics.ts';
import { ClockProvider } from './clock.client.tsx';
import { DeskBand } from './desk-band.client.tsx';
import { readDeskFacts, readFiring } from './desk-facts.ts';
import { isDatabaseRefusal } from './page-database.ts';
import { topicsOf } from './page-topics.ts';
import { type PageName, PhoneAge, TopBar } from './top-bar.tsx';

export type ShellProps = {
  current: PageName;
  title: string;
  asOf?: number | null;
  /** What this page waits for news of, where that depends on its address. */
  news?: readonly NewsTopic[];
  now: number;
  children: ReactNode;
};

/** What every page has around it: navigation, clock, the age of what is shown, and the word on a simulated market. */
export function Shell({ current, title, asOf, news, now, children }: ShellProps) {
  const { speed } = productClock();
  const desk = readDeskFacts();
  return (
    <ClockProvider now={now} speed={speed}>
      <TopBar {...{ current, speed, asOf, about: topicsOf(current, news) }} firing={readFiring()} />
      {desk !== undefined && <DeskBand facts={desk} />}
      {knownSimulated() && <SimulatedBand speed={speed} />}
      {asOf !== undefined && <PhoneAge asOf={asOf} />}
      <main id="main" className="pb-16">
        <h1 className="sr-only">{title}</h1>
        {children}
      </main>
    </ClockProvider>
  );
}

/** Without a database the endpoint alone can tell. */
function knownSimulated(): boolean {
  try {
    return isSimulated();
  } catch (error) {
    if (isDatabaseRefusal(error)) return getConfig().endpoint !== undefined;
    throw error;
  }
}

function SimulatedBand({ speed }: { speed: number }) {
  return (
    <div
      data-testid="simulated"
      role="note"
      className="shell flex items-center gap-2 border-b border-warn/30 bg-warn-bg py-1.5 text-warn"
    >
      <FlaskConical aria-hidden="true" className="size-3.5 shrink-0" />
      <p>
        <strong className="font-semibold">
          Simulated or recorded market: prices here are not AWS’s live ones.
        </strong>
        {speed !== 1 && <span className="max-sm:hidden"> Its clock runs {speed} times as fast as life.</span>}
      </p>
    </div>
  );
}
