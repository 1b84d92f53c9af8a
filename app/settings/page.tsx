import type { Metadata } from 'next';
import Link from 'next/link';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { productNow } from '#app/_server/clock.ts';
import { getConfig } from '#app/_server/config.ts';
import { bytes, counted } from '#app/_ui/format.ts';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import type { Db } from '#db/client.ts';
import { readAsked, readCadence } from '#db/queries/asked.ts';
import { listTypes } from '#db/queries/board.ts';
import { knownDigests } from '#db/queries/digest/issues.ts';
import { watchedTargets } from '#db/queries/health.ts';
import { storeSize } from '#db/queries/health-page.ts';
import { planWords } from '#lib/digest/plan.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import { KEEP } from '#lib/domain/retention.ts';
import { durationText } from '#lib/domain/time.ts';
import { CadenceTable } from './_settings/cadence-table.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="settings" />;
  return (
    <Shell
      current="settings"
      title="Settings: what is watched, how often, and for how long it is kept"
      now={productNow()}
    >
      <Where />
      <Watched db={db} />
      <Part title="How often each source looks">
        <CadenceTable cadence={readCadence(db)} targets={watchedTargets(db)} />
        <Note>
          A question is one call or more, a page of answers each. What was called of each action in the last
          hour, and what AWS allows, is on{' '}
          <Link href="/health" prefetch={false} className="link">
            Health
          </Link>
          . All calls are free but cloudwatch:GetMetricData (quota use).
        </Note>
        <Example>{'cadence: { spot-price: 10m, quota-usage: 1h }'}</Example>
      </Part>
      <Kept db={db} />
      <Times db={db} />
      <Screen />
    </Shell>
  );
}

function Where() {
  const { configFile, db } = getConfig();
  return (
    <p className="shell max-w-3xl pt-5 text-soft">
      Rules, silences and channels can be made on their pages. Everything here is set in{' '}
      {configFile === undefined ? (
        'a configuration file, which CHIPDESK_CONFIG has to name'
      ) : (
        <code>{configFile}</code>
      )}
      , and is taken up at the next start; a mistake in it stops the start with its line and column. The
      database is <code>{db}</code>.
    </p>
  );
}

function Watched({ db }: { db: Db }) {
  const watch = readAsked(db)?.watch;
  if (watch === undefined)
    return (
      <Part title="What is watched">
        <p className="text-soft">
          The jobs have not run yet: what they are asked to watch is noted at their start.
        </p>
      </Part>
    );
  const matches = listTypes(db).filter(({ name }) => anyGlob(watch.types)(name)).length;
  return (
    <Part title="What is watched">
      <dl className="grid max-w-3xl grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        <Fact name="Types">
          {watch.types.length === 0 ? 'every accelerator type' : watch.types.join(', ')}{' '}
          <span className="text-faint">({counted(matches, 'type')} now)</span>
        </Fact>
        <Fact name="Regions">
          {watch.regions.length === 0 ? 'every region that is enabled' : watch.regions.join(', ')}
        </Fact>
        <Fact name="Products">{watch.products.join(', ') || 'Linux/UNIX'}</Fact>
      </dl>
      <Example>{'regions: [us-east-1, us-west-2]\ntypes: ["p5*", "p6*", "trn*"]'}</Example>
    </Part>
  );
}

function Kept({ db }: { db: Db }) {
  const { fileBytes } = storeSize(db);
  return (
    <Part title="For how long it is kept">
      <p className="max-w-3xl">
        Prices, offers’ prices and their daily figures: for good. Complete looks{' '}
        {durationText(KEEP.completeLooks)}, other looks {durationText(KEEP.looks)}, runs of jobs{' '}
        {durationText(KEEP.runs)}, single offers {durationText(KEEP.offers)} after they are gone. The database
        has {bytes(fileBytes)}; a year of spot prices of every type and region adds about 50 MB; blocks,
        scores and the ledger of looks come beside that.
      </p>
    </Part>
  );
}

function Times({ db }: { db: Db }) {
  const plans = knownDigests(db);
  return (
    <Part title="Time zones">
      <p className="max-w-3xl">
        Every time on a page and in a message is UTC, so that people in several places speak of the same
        instant. Digests go out by the clocks of a zone of their own:{' '}
        {plans.length === 0
          ? 'none is asked for.'
          : plans.map((plan) => `${plan.name}, ${planWords(plan)}`).join('; ')}{' '}
        <Link href="/digests" prefetch={false} className="link">
          Digests
        </Link>
      </p>
    </Part>
  );
}

function Screen() {
  return (
    <Part title="A screen on the wall">
      <p className="max-w-3xl">
        <Link href="/?wall=1" prefetch={false} className="link">
          Wall
        </Link>{' '}
        shows prices, blocks and alerts in turn, to be read from five metres, and how old they are. Its
        address says which, and for how many seconds each:
      </p>
      <code>{'/?wall=1&views=prices,alerts&every=30'}</code>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="shell pt-7">
      <h2 className="mb-1 text-[15px] font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <p className="mt-1 max-w-3xl text-[12px] text-faint">{children}</p>;
}

function Example({ children }: { children: string }) {
  return (
    <div className="mt-2 max-w-3xl">
      <p className="text-[12px] text-faint">For example, to have it otherwise:</p>
      <pre className="overflow-x-auto border-l-2 border-strong bg-sunken px-3 py-1.5 text-[12px] text-ink">
        {children}
      </pre>
    </div>
  );
}
