import { type AlertListing, type EventListing, listAlerts, listEvents } from '#db/queries/alerts.ts';
import { type DeliveryListing, listDeliveries } from '#db/queries/deliveries.ts';
import { alertHeadline } from '#lib/alerts/wording.ts';
import { csvTable } from '#lib/api/csv.ts';
import { instant } from '#lib/api/rows.ts';
import { formatUsd } from '#lib/domain/money.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';

const DEFAULT_LIMIT = 500;
/** An episode brings news twice: when it fires and when it ends. */
const EVENTS_PER_ALERT = 2;

/** Alerts and deliveries change without new prices, so their answers are made for each request. */
export const alertsRoute: DataRoute = {
  name: 'alerts',
  params: ['limit', 'format'],
  fresh: true,
  build(db, query) {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const ends = new Map(
      listEvents(db, { limit: limit * EVENTS_PER_ALERT })
        .filter((event) => event.kind === 'resolved')
        .map((event) => [`${event.alertId} ${event.episode}`, event]),
    );
    const rows = listAlerts(db, { limit }).map((alert) =>
      alertRow(alert, ends.get(`${alert.id} ${alert.episode}`)),
    );
    if (query.format !== 'csv') return jsonBody(JSON.stringify({ rows }));
    const cells = rows.map((row) => ({ ...row, labels: JSON.stringify(row.labels) }));
    return csvBody(this.name, csvTable(ALERT_KEYS, cells));
  },
};

export const deliveriesRoute: DataRoute = {
  name: 'deliveries',
  params: ['limit', 'format'],
  fresh: true,
  build(db, query) {
    const rows = listDeliveries(db, { limit: query.limit ?? DEFAULT_LIMIT }).map(deliveryRow);
    if (query.format !== 'csv') return jsonBody(JSON.stringify({ rows }));
    const cells = rows.map((row) => ({ ...row, log: JSON.stringify(row.log) }));
    return csvBody(this.name, csvTable(DELIVERY_KEYS, cells));
  },
};

const ALERT_KEYS = [
  'id',
  'rule',
  'severity',
  'phase',
  'health',
  'episode',
  'labels',
  'headline',
  'type',
  'region',
  'zoneId',
  'priceUsd',
  'change',
  'since',
  'resolvedAt',
  'evaluatedAt',
] as const;

function alertRow(alert: AlertListing, end: EventListing | undefined) {
  const { labels } = alert;
  const facts = alert.memory?.latest;
  const price = facts?.topic === 'spot-price' ? facts : undefined;
  return {
    id: alert.id,
    rule: alert.ruleName,
    severity: alert.severity,
    phase: alert.phase,
    health: alert.health,
    episode: alert.episode,
    labels,
    headline: alertHeadline(alert, end),
    type: labels.type ?? facts?.type ?? null,
    region: labels.region ?? facts?.region ?? null,
    zoneId: price?.zoneId ?? null,
    priceUsd: price?.priceMicro == null ? null : formatUsd(price.priceMicro, price.scale),
    change: price?.change ?? null,
    since: instant(alert.since),
    resolvedAt: instant(alert.resolvedAt),
    evaluatedAt: instant(alert.lastEvalAt),
  };
}

const DELIVERY_KEYS = [
  'id',
  'noticeId',
  'channel',
  'kind',
  'rule',
  'state',
  'attempts',
  'createdAt',
  'deliveredAt',
  'errorClass',
  'status',
  'log',
] as const;

function deliveryRow(delivery: DeliveryListing) {
  return {
    id: delivery.id,
    noticeId: delivery.noticeId,
    channel: delivery.channel,
    kind: delivery.kind,
    rule: delivery.ruleName,
    state: delivery.state,
    attempts: delivery.attempts,
    createdAt: instant(delivery.createdAt),
    deliveredAt: instant(delivery.deliveredAt),
    errorClass: delivery.lastErrorClass,
    status: delivery.lastStatus,
    log: delivery.log.map(({ at, ...attempt }) => ({ at: instant(at), ...attempt })),
  };
}
