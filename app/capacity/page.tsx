import type { Metadata } from 'next';
import { connection } from 'next/server';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import type { Db } from '#db/client.ts';
import { productNow } from '../_server/clock.ts';
import type { SearchParams } from './_capacity/choice.ts';
import { NothingAsked } from './_capacity/nothing-asked.tsx';
import { QuestionView } from './_capacity/question-view.tsx';
import { readCapacityPage } from './_capacity/read.ts';

export const metadata: Metadata = { title: 'Capacity' };

const TITLE = 'Capacity: when so many can be had for so long, and for what fee';

export default async function CapacityRoute({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await connection();
  const params = await searchParams;
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="capacity" />;
  return <CapacityBody db={db} params={params} now={productNow()} />;
}

function CapacityBody({ db, params, now }: { db: Db; params: SearchParams; now: number }) {
  const page = readCapacityPage(db, params, now);
  return (
    <Shell current="capacity" title={TITLE} now={now}>
      {page === undefined ? <NothingAsked /> : <QuestionView page={page} now={now} />}
    </Shell>
  );
}
