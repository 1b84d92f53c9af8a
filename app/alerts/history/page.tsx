import type { Metadata } from 'next';
import Form from 'next/form';
import Link from 'next/link';
import { connection } from 'next/server';
import { productNow } from '#app/_server/clock.ts';
import { AlertTabs } from '#app/_ui/alert-tabs.tsx';
import { openForPage } from '#app/_ui/page-database.ts';
import { Refusal } from '#app/_ui/refusal.tsx';
import { Shell } from '#app/_ui/shell.tsx';
import { listEpisodes } from '#db/queries/alert-history.ts';
import { listRules } from '#db/queries/rules.ts';
import { EpisodeList } from './_history/episode-list.tsx';

export const metadata: Metadata = { title: 'Alert history' };

const SHOWN = 100;
const NAMES = ['rule', 'type', 'region'] as const;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function HistoryPage({ searchParams }: Props) {
  await connection();
  const { db, refusal } = await openForPage();
  if (refusal !== undefined) return <Refusal error={refusal} current="alerts" />;
  const query = await searchParams;
  const filter = Object.fromEntries(
    NAMES.flatMap((name) => {
      const text = query[name];
      return typeof text === 'string' && text !== '' ? [[name, text]] : [];
    }),
  );
  const before = /^\d{1,12}$/.test(String(query.before)) ? { before: Number(query.before) } : {};
  const episodes = listEpisodes(db, { ...filter, ...before, limit: SHOWN });
  const last = episodes.length === SHOWN ? episodes.at(-1) : undefined;
  return (
    <Shell current="alerts" title="What has fired, and how it ended" now={productNow()}>
      <AlertTabs current="/alerts/history" />
      <Filter filter={filter} rules={listRules(db).map(({ name }) => name)} />
      {episodes.length === 0 ? (
        <p className="shell pt-4 text-soft">
          {Object.keys(filter).length + Object.keys(before).length === 0
            ? 'Nothing has fired yet.'
            : 'Nothing of that has fired.'}
        </p>
      ) : (
        <EpisodeList episodes={episodes} />
      )}
      {last !== undefined && (
        <p className="shell pt-3">
          <Link
            className="link"
            prefetch={false}
            href={`/alerts/history?${new URLSearchParams({ ...filter, before: String(last.eventId) })}`}
          >
            Before these
          </Link>
        </p>
      )}
    </Shell>
  );
}

type FilterProps = { filter: Readonly<Record<string, string>>; rules: readonly string[] };

function Filter({ filter, rules }: FilterProps) {
  return (
    <Form
      key={JSON.stringify(filter)}
      action="/alerts/history"
      className="shell flex flex-wrap items-end gap-2 pt-5"
    >
      <label>
        <span className="block text-[12px] text-faint">Rule</span>
        <select name="rule" defaultValue={filter.rule ?? ''} className="control max-w-64">
          <option value="">every rule</option>
          {rules.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {(['type', 'region'] as const).map((name) => (
        <label key={name}>
          <span className="block text-[12px] text-faint">{name === 'type' ? 'Instance type' : 'Region'}</span>
          <input name={name} defaultValue={filter[name] ?? ''} className="control w-36" autoComplete="off" />
        </label>
      ))}
      <button type="submit" className="control px-3">
        Show
      </button>
    </Form>
  );
}
