import type { Told } from '#db/queries/alert-told.ts';
import type { AlertListing, EventListing } from '#db/queries/alerts.ts';
import type { Silence } from '#lib/alerts/silence.ts';
import { alertHeadline, alertPage } from '#lib/alerts/wording.ts';

export type GroupName = 'firing' | 'recovering' | 'pending' | 'resolved';

/** An alert as its row shows it. */
export type AlertRow = {
  id: number;
  severity: AlertListing['severity'];
  cause: string;
  ruleName: string;
  ruleEnabled: boolean;
  /** When the episode began firing; for a pending one nothing yet. */
  since: number | null;
  resolvedAt: number | null;
  lastEvalAt: number;
  /** Said when the newest look could not judge it: the phase is the one before. */
  blind: string | null;
  flapCount: number;
  href: string | null;
  /** The price it is about over the last week, as a path; null where it is about no price, or at rest. */
  spark: string | null;
  /** The silence that keeps its news back now. */
  silence: Silence | undefined;
  /** Whom its beginning was told. */
  told: readonly Told[];
  /** The form of a silence for exactly this. */
  silenceHref: string;
};

/** What a row shows beside the alert itself. */
export type Beside = Pick<AlertRow, 'spark' | 'silence' | 'told'>;

export const GROUPS: readonly { name: GroupName; title: string }[] = [
  { name: 'firing', title: 'Firing' },
  { name: 'recovering', title: 'Firing, recovering' },
  { name: 'pending', title: 'Pending: not yet long enough to tell anyone' },
  { name: 'resolved', title: 'Recently resolved' },
];

/** Alerts by what people call their state (spec 2.5), each with its cause in the words of its messages. */
export function groupAlerts(
  alerts: readonly AlertListing[],
  events: readonly EventListing[],
  besideOf: (alert: AlertListing) => Beside = () => ({ spark: null, silence: undefined, told: [] }),
): Map<GroupName, AlertRow[]> {
  const ends = new Map(
    events
      .filter((event) => event.kind === 'resolved')
      .map((event) => [`${event.alertId} ${event.episode}`, event]),
  );
  const groups = new Map<GroupName, AlertRow[]>(GROUPS.map(({ name }) => [name, []]));
  for (const alert of alerts)
    groups.get(groupOf(alert))?.push(rowOf(alert, ends.get(`${alert.id} ${alert.episode}`), besideOf(alert)));
  return groups;
}

function groupOf(alert: AlertListing): GroupName {
  switch (alert.phase) {
    case 'firing':
      return 'firing';
    case 'cooling':
      return 'recovering';
    case 'pending':
      return 'pending';
    case 'ok':
      return 'resolved';
  }
}

function rowOf(alert: AlertListing, end: EventListing | undefined, beside: Beside): AlertRow {
  const { id, severity, ruleName, ruleEnabled, since, lastEvalAt, flapCount, labels } = alert;
  return {
    id,
    severity,
    ruleName,
    ruleEnabled,
    since,
    lastEvalAt,
    flapCount,
    ...beside,
    silenceHref: silenceHref(alert),
    cause: alertHeadline(alert, end),
    resolvedAt: alert.phase === 'ok' ? alert.resolvedAt : null,
    blind: alert.health === 'fresh' ? null : BLIND[alert.health],
    href:
      alertPage(alert) ??
      (labels.type === undefined
        ? null
        : `/types/${encodeURIComponent(labels.type)}?region=${labels.region ?? ''}`),
  };
}

const BLIND = { no_data: 'no data now', error: 'the last look failed' } as const;

function silenceHref({ ruleName, labels }: AlertListing): string {
  const { type, region, zoneId } = labels;
  const match = Object.entries({ rule: ruleName, type, region, zoneId }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return `/silences?${new URLSearchParams(match)}`;
}
