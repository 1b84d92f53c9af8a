import { ULTRASERVERS } from '#lib/catalogue/ultraservers.ts';
import { anyGlob } from '#lib/domain/glob.ts';
import type { Labels } from './identity.ts';
import type { Severity } from './notice.ts';

/** What a route takes; a matcher that is left out takes anything. */
type RouteMatch = {
  severities?: readonly Severity[];
  /** Globs over instance types. */
  types?: readonly string[];
  regions?: readonly string[];
};

/** Whom to tell of the alerts that it matches. */
export type Route = { match: RouteMatch; channels: readonly string[] };

/** Whether a route takes every alert, whatever comes. */
export function isCatchAll({ match }: Route): boolean {
  return match.severities === undefined && match.types === undefined && match.regions === undefined;
}

/** The channels of the first route that takes the alert; none when there is no such route. */
export function channelsByRoute(
  routes: readonly Route[],
  labels: Labels,
  severity: Severity,
): readonly string[] {
  return routes.find(({ match }) => takes(match, labels, severity))?.channels ?? [];
}

/** An alert without a type or a region is not about one: a matcher on it does not take it. */
function takes({ severities, types, regions }: RouteMatch, labels: Labels, severity: Severity): boolean {
  if (severities !== undefined && !severities.includes(severity)) return false;
  if (regions !== undefined && !(labels.region !== undefined && regions.includes(labels.region)))
    return false;
  return types === undefined || (labels.type !== undefined && namesOf(labels.type).some(anyGlob(types)));
}

/** An UltraServer goes by the type of its instances too: u-p6e-gb200x72 is found by p6e*. */
function namesOf(type: string): string[] {
  const own = ULTRASERVERS.get(type)?.instanceType;
  return own === undefined ? [type] : [type, own];
}
