import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { productNow } from '#app/_server/clock.ts';
import { isSimulated } from '#app/_server/market.ts';
import { AlertTabs } from '#app/_ui/alert-tabs.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import type { Db } from '#db/client.ts';
import { makeDocument } from '#db/queries/digest/document.ts';
import { readIssue } from '#db/queries/digest/issues.ts';
import type { DigestDocument } from '#lib/digest/document.ts';
import { previewIssue } from '#lib/digest/plan.ts';
import { DocumentView } from '../../_digests/document-view.tsx';
import { planNamed } from '../../_digests/read.ts';

type PageProps = { params: Promise<{ name: string; period: string }> };

/** The issue that is not due yet, as it would be now. */
const NEXT = 'next';

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { name, period } = await params;
  return { title: `Digest ${decodeURIComponent(name)} ${period}` };
}

export default async function IssuePage({ params }: PageProps) {
  const { name, period } = await params;
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const now = productNow();
  const document = await documentOf(db, decodeURIComponent(name), period, now);
  if (document === undefined) notFound();
  return (
    <Shell current="alerts" title={`Digest ${document.name}, ${document.period}`} now={now}>
      <AlertTabs current="/digests" />
      {period === NEXT && (
        <p className="shell pt-4 text-soft">
          Not sent yet: what the next issue would say if it were due now.
        </p>
      )}
      <DocumentView document={document} />
    </Shell>
  );
}

async function documentOf(
  db: Db,
  name: string,
  period: string,
  now: number,
): Promise<DigestDocument | undefined> {
  if (period !== NEXT) return readIssue(db, name, period);
  const plan = planNamed(db, name);
  return plan === undefined ? undefined : makeDocument(db, plan, previewIssue(plan, now), isSimulated());
}
