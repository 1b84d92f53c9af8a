import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { DAY, formatInstant, parseDuration } from '#lib/domain/time.ts';
import { LONGEST_MS, MATCHER_LABELS, type Matchers, type Silence } from './silence.ts';

/** A silence as a person asks for it. */
export type SilenceRequest = {
  /** label=value */
  match: readonly string[];
  lasts: string | undefined;
  author: string | undefined;
  comment: string | undefined;
  /** More than 30 days are meant. */
  long?: boolean;
};

const MOST_TEXT = 500;

/**
 * Checks what a person asks for.
 * @throws AppError SILENCE_INVALID that names the field, what came and what is accepted
 */
export function parseSilence(request: SilenceRequest, now: number): Omit<Silence, 'id'> {
  const lastsMs = parseDuration(request.lasts ?? '');
  if (lastsMs === undefined || lastsMs === 0)
    throw invalid('for', 'say for how long', request.lasts, 'a duration such as 2h or 3d');
  if (lastsMs > LONGEST_MS && request.long !== true)
    throw invalid(
      'for',
      `more than ${LONGEST_MS / DAY} days have to be confirmed`,
      request.lasts,
      `up to ${LONGEST_MS / DAY}d, or with --long`,
    );
  return {
    matchers: parseMatchers(request.match),
    author: words('by', 'say who asks for it', request.author),
    comment: words('why', 'say why, for those who wonder', request.comment),
    createdAt: now,
    startsAt: now,
    endsAt: now + lastsMs,
  };
}

/** label=value, each label once and at least one. */
export function parseMatchers(match: readonly string[]): Matchers {
  if (match.length === 0)
    throw invalid('match', 'a silence without a matcher would silence everything', undefined, accepted());
  const matchers: Record<string, string> = {};
  for (const text of match) {
    const cut = text.indexOf('=');
    const [label, value] = [text.slice(0, Math.max(0, cut)), text.slice(cut + 1)];
    if (!(MATCHER_LABELS as readonly string[]).includes(label)) {
      const near = suggest(label, MATCHER_LABELS);
      throw invalid(
        'match',
        near === undefined ? 'no such label' : `did you mean ${near}?`,
        text,
        accepted(),
      );
    }
    if (value === '') throw invalid('match', 'the value is empty', text, accepted());
    if (label in matchers) throw invalid('match', 'the label is named twice', text, accepted());
    matchers[label] = value;
  }
  return matchers;
}

const accepted = () => `label=value with one of ${MATCHER_LABELS.join(', ')}`;

/** Control and direction characters are no part of a text that people read. */
function words(field: string, what: string, text: string | undefined): string {
  const clean = (text ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trim();
  if (clean === '' || clean.length > MOST_TEXT)
    throw invalid(field, what, text, `1 to ${MOST_TEXT} printable characters`);
  return clean;
}

function invalid(field: string, what: string, received: string | undefined, takes: string): AppError {
  return new AppError('SILENCE_INVALID', what, {
    field,
    ...(received === undefined ? {} : { received }),
    accepted: takes,
  });
}

/** "type=p5.48xlarge, region=us-east-1 until 2026-11-26T20:00:00Z, by ada: we know" */
export function silenceWords({ matchers, endsAt, author, comment }: Omit<Silence, 'id'>): string {
  const what = Object.entries(matchers).map(([label, value]) => `${label}=${value}`);
  return `${what.join(', ')} until ${formatInstant(endsAt)}, by ${author}: ${comment}`;
}
