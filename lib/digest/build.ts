import { usd } from '#lib/domain/money.ts';
import { collectorNames } from '#lib/health/collector-names.ts';
import { alertSection, endingSection, incompleteLines, newsSection, quotaSection } from './desk.ts';
import type { DigestDocument, DigestSection } from './document.ts';
import type { DigestFacts } from './facts.ts';
import { change, moved } from './figures.ts';
import { indexSection, indices } from './indices.ts';
import { blockSection, listPriceSection, moverSection, typeSection } from './market.ts';
import { type DigestPlan, type Issue, planWords } from './plan.ts';
import { windowSection } from './windows.ts';

const SECTIONS: readonly ((facts: DigestFacts) => DigestSection)[] = [
  indexSection,
  typeSection,
  moverSection,
  windowSection,
  blockSection,
  ({ listPrices }) => listPriceSection(listPrices),
  quotaSection,
  endingSection,
  ({ alerts }) => alertSection(alerts),
  newsSection,
];

/** An issue in words, from what is on record alone: figures, windows and counts, never a cause. In steps. */
export function* buildDigest(
  plan: DigestPlan,
  { period }: Pick<Issue, 'period'>,
  facts: DigestFacts,
  simulated: boolean,
): Generator<undefined, DigestDocument> {
  const sections: DigestSection[] = [];
  for (const make of SECTIONS) {
    sections.push(make(facts));
    yield;
  }
  const { from, to } = facts;
  return {
    ...{ name: plan.name, period, schedule: planWords(plan), from, to, simulated },
    headline: headlineOf(plan, facts),
    incomplete: incompleteLines(facts.known, (collector) => collectorNames(collector).full),
    sections: sections.filter(({ rows }) => rows.length > 0).map(printable),
  };
}

/** One line stays one line, whatever AWS or a person calls a thing. */
function printable(section: DigestSection): DigestSection {
  const clean = (text: string, most = 300) => text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, most);
  const rows = section.rows.map(({ cells, ...row }) => ({ ...row, cells: cells.map((cell) => clean(cell)) }));
  const { pictures } = section;
  if (pictures === undefined) return { ...section, rows };
  const shown = pictures.shown.map(({ title, alt, ...picture }) => ({
    ...picture,
    ...{ title: clean(title), alt: clean(alt, 600) },
  }));
  return { ...section, rows, pictures: { ...pictures, shown } };
}

/** From here on a move is worth the subject of a mail. */
const WORTH_TELLING = 0.005;

/** The two accelerators that moved most, those that models are trained on before others, and how many did not. */
function headlineOf({ every }: DigestPlan, facts: DigestFacts): string {
  const time = every === 'week' ? 'this week' : 'since yesterday';
  const known = indices(facts).flatMap((index) => {
    const by = moved(index.now, index.before);
    return by === null ? [] : [{ ...index, by }];
  });
  if (known.length === 0)
    return `No spot price is known for both ends of ${every === 'week' ? 'the week' : 'the day'}`;
  const trained = new Set(facts.types.filter(({ trains }) => trains).map(({ accelerator }) => accelerator));
  const isTold = (one: (typeof known)[number]) => trained.size === 0 || trained.has(one.accelerator);
  const byMove = known.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by));
  const moving = byMove.filter(({ by }) => Math.abs(by) >= WORTH_TELLING);
  const told = [...moving.filter(isTold), ...moving.filter((one) => !isTold(one))].slice(0, 2);
  if (told.length === 0)
    return `Nothing moved ${time}: ${known.length} accelerator${known.length === 1 ? '' : 's'} within 0.5 %`;
  const words = told.map(
    ({ accelerator, now, before }) =>
      `${accelerator} spot ${change(now, before)} to ${usd(now)}/accelerator-h`,
  );
  const quiet = known.length - moving.length;
  const what = trained.size > 0 && told.every(isTold) ? 'For training: ' : '';
  const rest = quiet === 0 ? '' : `; ${quiet} of ${known.length} accelerators moved less than 0.5 %`;
  return `${what}${words.join(', ')} ${time}${rest}`;
}
