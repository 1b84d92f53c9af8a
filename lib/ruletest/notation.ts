/** What one look says of one series in a rule test: a number, absent from a complete look, or a look that is not whole. */
export type TestSample = { is: 'value'; value: number } | { is: 'absent' | 'partial' | 'failed' };

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const TERM = new RegExp(`^(${NUMBER})(?:([+-]\\d+(?:\\.\\d+)?))?(?:x(\\d{1,5}))?$`);
const MARKS = { _: 'absent', '~': 'partial', '?': 'failed' } as const;
const MARK = /^([_~?])(?:x(\d{1,5}))?$/;

/** More looks than this are a mistake. */
const MOST = 50_000;

/**
 * Reads samples one look apart, in the notation of promtool's unit tests: `30`, `30x12` (12 more of it), `30+1x12` (12 more,
 * each higher by 1); `_` absent from a complete look, `~` a partial and `?` a failed look, also repeated with x.
 * @returns the samples, or what cannot be read
 */
export function parseSamples(text: string): TestSample[] | { wrong: string } {
  const samples: TestSample[] = [];
  for (const term of text.trim().split(/\s+/)) {
    const added = readTerm(term);
    if (added === undefined) return { wrong: term };
    if (samples.length + added.length > MOST) return { wrong: `more than ${MOST} looks` };
    for (const sample of added) samples.push(sample);
  }
  return samples;
}

function readTerm(term: string): TestSample[] | undefined {
  const mark = MARK.exec(term);
  if (mark !== null) {
    const is = MARKS[mark[1] as keyof typeof MARKS];
    return Array.from({ length: Number(mark[2] ?? 0) + 1 }, () => ({ is }));
  }
  const match = TERM.exec(term);
  if (match === null) return undefined;
  const [, start, step, times] = match;
  if (step !== undefined && times === undefined) return undefined;
  // Decimal steps are added up as whole numbers, so that 0.1 ten times is 1.
  const scale = 10 ** Math.max(decimals(start), decimals(step));
  const [first, each] = [Math.round(Number(start) * scale), Math.round(Number(step ?? 0) * scale)];
  return Array.from({ length: Number(times ?? 0) + 1 }, (_, index) => ({
    is: 'value',
    value: (first + each * index) / scale,
  }));
}

const decimals = (text: string | undefined) => text?.split('.')[1]?.length ?? 0;
