import { DAY, parseInstant } from '#lib/domain/time.ts';
import type { Span } from '#lib/series/coverage.ts';

const RANGES = { '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY, '90d': 90 * DAY } as const;
export type RangeName = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES) as RangeName[];
export const RANGE_WORDS: Record<RangeName, string> = {
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  '90d': '90 d',
};

const UNIT_NAMES = ['hour', 'accelerator', 'share', 'pflop', 'gib'] as const;
export type UnitName = (typeof UNIT_NAMES)[number];

/** Other ways to buy, drawn as lines beside the spot prices. */
export const OVERLAYS = ['on-demand', 'savings-plan', 'capacity-block'] as const;
export type OverlayKind = (typeof OVERLAYS)[number];

/** More lines than four regions bring cannot be told apart. */
export const MOST_REGIONS = 4;

/** What the page of a type shows, as its URL says it. */
export type TypeView = {
  regions: string[];
  range: RangeName;
  unit: UnitName;
  /** The part of the time that is looked at closely; the whole range without it. */
  zoom: Span | undefined;
  /** Zone IDs whose lines are taken off. */
  hidden: string[];
  /** undefined: those that do not press the spot lines together. */
  overlays: OverlayKind[] | undefined;
  /** A limit in the unit shown, as it was written: dollars, or percent of on-demand. */
  under: string;
};

export type SearchParams = Record<string, string | string[] | undefined>;
export type KnownView = { regions: readonly string[]; units: readonly UnitName[]; home: string | undefined };

/** Reads the URL; what it asks for and there is not falls back to what there is, and is named in `leftOut`. */
export function parseTypeView(params: SearchParams, known: KnownView): TypeView & { leftOut: string[] } {
  const asked = list(params.region);
  const fallback = known.home === undefined ? [] : [known.home];
  const regions = [...new Set(asked.filter((region) => known.regions.includes(region)))];
  const range = RANGE_NAMES.find((name) => name === text(params.range));
  const unit = known.units.find((name) => name === text(params.unit));
  const under = readLimit(text(params.under));
  const zoom = readZoom(text(params.from), text(params.to));
  return {
    regions: regions.length > 0 ? regions.slice(0, MOST_REGIONS) : fallback,
    range: range ?? '30d',
    unit: unit ?? 'hour',
    zoom,
    hidden: list(params.hide),
    overlays:
      params.lines === undefined ? undefined : OVERLAYS.filter((kind) => list(params.lines).includes(kind)),
    under: under ?? '',
    leftOut: [
      ...asked
        .filter((region) => !known.regions.includes(region))
        .map((region) => `no price on record in ${region}`),
      ...regions.slice(MOST_REGIONS).map((region) => `${region}: at most ${MOST_REGIONS} regions are drawn`),
      ...missed(range, params.range, 'range'),
      ...missed(unit, params.unit, 'unit'),
      ...list(params.lines)
        .filter((name) => name !== 'none' && !OVERLAYS.some((kind) => kind === name))
        .map((name) => `lines: ${name} is none that this chart has`),
      ...missed(under, params.under, 'under'),
      ...missed(zoom, params.from ?? params.to, 'from and to'),
    ],
  };
}

function missed(found: unknown, asked: string | string[] | undefined, name: string): string[] {
  return found === undefined && text(asked) !== ''
    ? [`${name}: ${text(asked)} is none that this chart has`]
    : [];
}

function text(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function list(value: string | string[] | undefined): string[] {
  return text(value)
    .split(',')
    .filter((part) => part !== '');
}

/** A plain positive number; undefined for anything else. */
export function readLimit(written: string): string | undefined {
  return /^\d{1,9}(\.\d{1,6})?$/.test(written) && Number(written) > 0 ? written : undefined;
}

function readZoom(from: string, to: string): Span | undefined {
  const [start, end] = [parseInstant(from), parseInstant(to)];
  return start !== undefined && end !== undefined && start < end ? { from: start, to: end } : undefined;
}

export function typeHref(type: string, view: TypeView, change: Partial<TypeView> = {}): string {
  const { regions, range, unit, zoom, hidden, overlays, under } = { ...view, ...change };
  const parts = [`region=${regions.join(',')}`];
  if (range !== '30d') parts.push(`range=${range}`);
  if (unit !== 'hour') parts.push(`unit=${unit}`);
  if (zoom !== undefined) parts.push(`from=${isoMinute(zoom.from)}`, `to=${isoMinute(zoom.to)}`);
  if (hidden.length > 0) parts.push(`hide=${hidden.join(',')}`);
  if (overlays !== undefined) parts.push(`lines=${overlays.length === 0 ? 'none' : overlays.join(',')}`);
  if (under !== '') parts.push(`under=${under}`);
  return `/types/${type}?${parts.join('&')}`;
}

/** 2026-11-22T20:41Z: a minute is as fine as a chart is read. */
function isoMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}

/** The regions after a click on one of them: added, or taken away unless it is the last. */
export function toggleRegion(regions: readonly string[], region: string): string[] {
  if (!regions.includes(region)) return [...regions, region].slice(-MOST_REGIONS);
  return regions.length === 1 ? [...regions] : regions.filter((other) => other !== region);
}

/** The whole time that a view can be about: its range up to now, or from the start of a zoom that lies before it. */
export function windowOf({ range, zoom }: Pick<TypeView, 'range' | 'zoom'>, to: number): Span {
  return { from: Math.min(to - RANGES[range], zoom?.from ?? to), to };
}

/** The time that is shown of a window. */
export function shownOf({ zoom }: Pick<TypeView, 'zoom'>, window: Span): Span {
  if (zoom === undefined) return window;
  const shown = { from: Math.max(zoom.from, window.from), to: Math.min(zoom.to, window.to) };
  return shown.from < shown.to ? shown : window;
}
