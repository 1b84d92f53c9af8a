import { counted, instant } from '#app/_ui/format.ts';
import { Heads } from '#app/_ui/heads.tsx';
import { formatAge } from '#lib/domain/time.ts';
import type { Backtest, BacktestEpisode } from './backtest-figures.ts';

/** Rows that a glance takes in; the figures count all of them. */
const SHOWN = 20;

/** The episodes of a back-test, newest first. */
export function EpisodeTable({ backtest: { episodes, episodeCount } }: { backtest: Backtest }) {
  return (
    <div className="pt-2">
      <table className="grid-table">
        <caption className="sr-only">{counted(episodeCount, 'episode')}, newest first</caption>
        <Heads
          heads={[{ text: 'Would have said' }, { text: 'At, UTC', num: true }, { text: 'For', num: true }]}
        />
        <tbody>
          {episodes.slice(0, SHOWN).map((episode) => (
            <Row key={`${episode.firedAt} ${JSON.stringify(episode.labels)}`} episode={episode} />
          ))}
        </tbody>
      </table>
      {episodeCount > SHOWN && <p className="text-faint">… and {episodeCount - SHOWN} before them</p>}
    </div>
  );
}

function Row({ episode: { text, firedAt, endedAt } }: { episode: BacktestEpisode }) {
  return (
    <tr>
      <td>{text}</td>
      <td className="num text-soft">{instant(Date.parse(firedAt))}</td>
      <td className="num text-soft">
        {endedAt === null ? 'still fires' : formatAge(Date.parse(endedAt) - Date.parse(firedAt))}
      </td>
    </tr>
  );
}
