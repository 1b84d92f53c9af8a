import type { channelRows } from '#app/_server/channel-routes.ts';
import { Age } from '#app/_ui/clock.client.tsx';
import { Heads } from '#app/_ui/heads.tsx';
import type { Attempt } from '#db/queries/deliveries.ts';
import type { ChannelForm } from '#lib/channels/forms.ts';
import { ChannelActions } from './channel-actions.client.tsx';

type Listed = ReturnType<typeof channelRows>[number];
type Newest = Attempt & { kind: string };

type Props = {
  channels: readonly Listed[];
  forms: readonly ChannelForm[];
  attempts: ReadonlyMap<number, Newest>;
};

const HEADS = [
  { text: 'Channel' },
  { text: 'State' },
  { text: 'Last try', className: 'max-md:hidden' },
  { text: 'Waiting', num: true, className: 'max-md:hidden' },
  { text: 'Change' },
];

/** Where news goes: how each channel stands, what its last try came to, and a test by the very same path. */
export function ChannelTable({ channels, forms, attempts }: Props) {
  return (
    <div className="shell overflow-x-auto">
      <table className="grid-table">
        <caption className="sr-only">Channels</caption>
        <Heads heads={HEADS} />
        <tbody>
          {channels.map((channel) => (
            <Row key={channel.id} channel={channel} forms={forms} newest={attempts.get(channel.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = { channel: Listed; forms: readonly ChannelForm[]; newest: Newest | undefined };

function Row({ channel, forms, newest }: RowProps) {
  const { name, kind, hint, state, reason, waiting, origin } = channel;
  return (
    <tr>
      <td>
        <span className="font-medium">{name}</span>
        <span className="block text-[12px] text-soft">
          {forms.find((form) => form.kind === kind)?.label ?? kind} · {hint}
        </span>
        <span className="block text-[12px] text-faint md:hidden">
          <LastTry newest={newest} />
        </span>
      </td>
      <td className={state === 'ok' ? 'text-cheap' : 'text-warn'}>
        {STATES[state] ?? state}
        {reason !== null && <span className="block text-[12px]">{reason}</span>}
      </td>
      <td className="text-soft max-md:hidden">
        <LastTry newest={newest} />
      </td>
      <td className={`num max-md:hidden ${waiting > 0 ? 'text-warn' : 'text-faint'}`}>{waiting}</td>
      <td>
        <ChannelActions channel={channel} isOwn={origin === 'page'} forms={forms} />
      </td>
    </tr>
  );
}

const STATES: Readonly<Record<string, string>> = { ok: 'works', paused: 'resting', broken: 'broken' };

function LastTry({ newest }: { newest: Newest | undefined }) {
  if (newest === undefined) return 'not tried yet';
  const { kind, outcome, status, at } = newest;
  return (
    <>
      {kind === 'test' ? 'test ' : ''}
      {outcome}
      {status !== null && ` (${status})`}, <Age at={at} />
    </>
  );
}
