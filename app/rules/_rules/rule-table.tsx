import Link from 'next/link';
import { Age } from '#app/_ui/clock.client.tsx';
import { Heads } from '#app/_ui/heads.tsx';
import type { RuleStanding } from '#db/queries/rule-standings.ts';
import type { StoredRule } from '#db/queries/rules.ts';
import { RuleActions } from './rule-actions.client.tsx';

type ListedRule = StoredRule & { condition: string };

type Props = {
  rules: readonly ListedRule[];
  standings: ReadonlyMap<number, RuleStanding>;
  /** Channels that are there. */
  channels: ReadonlySet<string>;
};

const HEADS = [
  { text: 'Rule' },
  { text: 'Tells', className: 'max-md:hidden' },
  { text: 'Firing', num: true },
  { text: 'Fired in 30 d', num: true, className: 'max-md:hidden' },
  { text: 'Last', num: true, className: 'max-md:hidden' },
  { text: 'Change' },
];

/** Every rule: its condition in words, whom it tells, and how often it has had to. */
export function RuleTable({ rules, standings, channels }: Props) {
  return (
    <div className="shell overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">Rules</caption>
        <Heads heads={HEADS} />
        <tbody>
          {rules.map((rule) => (
            <Row key={rule.id} rule={rule} standing={standings.get(rule.id)} known={channels} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  rule: ListedRule;
  standing: RuleStanding | undefined;
  known: ReadonlySet<string>;
};

function Row({ rule, standing, known }: RowProps) {
  const { id, name, condition, severity, channels, origin, enabled, kind } = rule;
  const firing = standing?.firing ?? 0;
  const isBuiltIn = kind === 'desk-health';
  return (
    <tr className={enabled ? '' : 'text-faint'}>
      <td>
        {isBuiltIn ? (
          <span className="font-medium">{name}</span>
        ) : (
          <Link href={`/rules/${id}`} prefetch={false} className="font-medium hover:underline">
            {name}
          </Link>
        )}
        {severity !== 'normal' && (
          <span className={severity === 'critical' ? 'text-bad' : 'text-faint'}> {severity}</span>
        )}
        {!enabled && <span className="text-warn"> paused</span>}
        <span className="block text-[12px] text-soft">{condition}</span>
        <span className="block text-[12px] text-faint md:hidden">
          <ToWhom channels={channels} known={known} />
        </span>
      </td>
      <td className="text-soft max-md:hidden">
        <ToWhom channels={channels} known={known} />
      </td>
      <td className={`num ${firing > 0 ? 'font-semibold text-bad' : 'text-faint'}`}>{firing}</td>
      <td className="num text-soft max-md:hidden">{standing?.episodes30d ?? 0}</td>
      <td className="num text-faint max-md:hidden">
        {standing?.lastFiredAt == null ? 'never' : <Age at={standing.lastFiredAt} />}
      </td>
      <td className="whitespace-nowrap">
        {origin === 'page' ? (
          <RuleActions id={id} name={name} isPaused={!enabled} firing={firing} />
        ) : (
          <span className="text-[12px] text-faint">in the file</span>
        )}
      </td>
    </tr>
  );
}

/** A channel that the file no longer has tells nobody: that must not go unseen. */
function ToWhom({ channels, known }: { channels: readonly string[]; known: ReadonlySet<string> }) {
  if (channels.length === 0) return 'by the routes';
  const gone = channels.filter((name) => !known.has(name));
  const there = channels.filter((name) => known.has(name));
  return (
    <>
      {there.join(', ')}
      {gone.length > 0 && (
        <span className="text-bad">
          {there.length === 0 ? 'nobody: ' : ', '}
          {gone.join(', ')} {gone.length === 1 ? 'is' : 'are'} no more
        </span>
      )}
    </>
  );
}
