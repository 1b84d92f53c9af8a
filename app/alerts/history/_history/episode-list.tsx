import { instant } from '#app/_ui/format.ts';
import { Heads } from '#app/_ui/heads.tsx';
import type { EpisodeListing } from '#db/queries/alert-history.ts';
import { alertHeadline } from '#lib/alerts/wording.ts';
import { formatAge } from '#lib/domain/time.ts';

const HEADS = [
  { text: 'Began, UTC', num: true, className: 'max-md:hidden' },
  { text: 'What happened' },
  { text: 'Lasted', num: true },
  { text: 'Told', className: 'max-md:hidden' },
];

/** Episodes, newest first: how each began and ended, and who heard of it. */
export function EpisodeList({ episodes }: { episodes: readonly EpisodeListing[] }) {
  return (
    <div className="shell overflow-x-auto pt-2">
      <table className="grid-table">
        <caption className="sr-only">Episodes, newest first</caption>
        <Heads heads={HEADS} />
        <tbody>
          {episodes.map((episode) => (
            <Row key={episode.eventId} episode={episode} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ episode }: { episode: EpisodeListing }) {
  const { ruleName, severity, labels, firedAt, endedAt, reason, fired, ended } = episode;
  const began = alertHeadline({ phase: 'firing', memory: fired, labels, since: firedAt });
  const over =
    endedAt === null
      ? undefined
      : alertHeadline(
          { phase: 'ok', memory: ended ?? fired, labels, since: firedAt },
          { memory: ended, reason },
        );
  return (
    <tr>
      <td className="num text-soft max-md:hidden">{instant(firedAt)}</td>
      <td>
        {began}
        {over !== undefined && <span className="block text-[12px] text-soft">{over}</span>}
        <span className="block text-[12px] text-faint">
          {ruleName}
          {severity !== 'normal' && ` · ${severity}`}
          <span className="md:hidden"> · {instant(firedAt)}</span>
          <span className="md:hidden"> · {whoWasTold(episode)}</span>
        </span>
      </td>
      <td className="num text-soft">
        {endedAt === null ? <span className="text-bad">still fires</span> : formatAge(endedAt - firedAt)}
      </td>
      <td className="text-soft max-md:hidden">{whoWasTold(episode)}</td>
    </tr>
  );
}

function whoWasTold({ told, silenceId }: EpisodeListing): string {
  if (told.length > 0) return told.join(', ');
  return silenceId === null ? 'nobody' : `nobody: silence ${silenceId}`;
}
