import { groupBy } from '#lib/domain/group.ts';
import type { Week } from './calendar.ts';
import { type ExpectedSection, ranked } from './expected.ts';
import { at, type RecordedOffer, type Recording } from './recording.ts';
import { moment } from './words.ts';

/** A type in a region: where it is offered as recorded, and where it ever had a price. */
type Place = { region: string; type: string; offers: RecordedOffer[]; priced: string[] };

function placesOf({ offers, pools }: Recording): Place[] {
  const keyOf = ({ region, type }: { region: string; type: string }) => `${region} ${type}`;
  const [offered, priced] = [groupBy(offers, keyOf), groupBy(pools, keyOf)];
  const regions = new Set(pools.map(({ region }) => region));
  return [...new Set([...offered.keys(), ...priced.keys()])]
    .map((key) => {
      const [region = '', type = ''] = key.split(' ');
      const zones = (priced.get(key) ?? []).map(({ zone }) => zone);
      return { region, type, offers: offered.get(key) ?? [], priced: zones };
    })
    .filter(({ region }) => regions.has(region));
}

/** When the offerings of each region were first recorded. Until then they are played as wherever a price was ever seen. */
function recordedSince({ offers }: Recording): (region: string) => number {
  const since = new Map<string, number>();
  for (const { region, turns } of offers)
    since.set(region, Math.min(since.get(region) ?? Number.POSITIVE_INFINITY, turns[0]?.at ?? 0));
  return (region) => since.get(region) ?? Number.POSITIVE_INFINITY;
}

type News = { text: string; where: string; since: number };

/** What came and went of one type in one region at the newest of some looks. */
function newsOf(place: Place, looks: readonly number[], recordedFrom: number): News[] {
  const zonesAt = (look: number) =>
    look < recordedFrom
      ? place.priced
      : place.offers.filter(({ turns }) => at(turns, look) === true).map(({ zone }) => zone);
  const [before = 0, since = 0] = looks.slice(-2);
  const [was, is] = [zonesAt(before), zonesAt(since)];
  const told = (words: string, where: string): News => ({ text: `${place.type} ${words}`, where, since });
  if (was.length === 0 && is.length > 0) {
    const isBack = looks.slice(0, -1).some((look) => zonesAt(look).length > 0);
    return [told(isBack ? 'is back' : 'is new', place.region)];
  }
  if (was.length > 0 && is.length === 0) return [told('is no longer sold', place.region)];
  return [
    ...is.filter((zone) => !was.includes(zone)).map((zone) => told('is new in this zone', zone)),
    ...was.filter((zone) => !is.includes(zone)).map((zone) => told('is no longer sold in this zone', zone)),
  ];
}

export function expectedNews(recording: Recording, looks: readonly number[], week: Week): ExpectedSection {
  const [places, since] = [placesOf(recording), recordedSince(recording)];
  const news = looks.flatMap((look, index) =>
    index === 0 || look <= week.from || look > week.to
      ? []
      : places.flatMap((place) => newsOf(place, looks.slice(0, index + 1), since(place.region))),
  );
  const rows = ranked(
    news,
    (one) => -one.since,
    (one) => [[one.text, one.where, `${moment(one.since)} UTC`]],
  );
  return {
    title: 'Types that came and went',
    note: 'By zone. Source: EC2 instance type offerings.',
    heads: ['What', 'Where', 'Since'],
    rows: rows.slice(0, 20),
    hidden: Math.max(0, rows.length - 20),
  };
}
