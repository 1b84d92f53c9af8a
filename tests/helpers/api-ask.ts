import { expect } from 'vitest';
import { alertsRoute, deliveriesRoute } from '#app/_server/alert-routes.ts';
import { boardRoute } from '#app/_server/board-route.ts';
import { blockHistoryRoute, blocksRoute } from '#app/_server/capacity-routes.ts';
import { type DataRoute, dataHandler, type Surroundings } from '#app/_server/handle.ts';
import { namesRoute } from '#app/_server/names-route.ts';
import { offeringEventsRoute, savingsPlansRoute, typeOfferingsRoute } from '#app/_server/offering-routes.ts';
import { trainingPlansRoute } from '#app/_server/plan-routes.ts';
import { historyRoute, latestRoute, onDemandRoute } from '#app/_server/price-routes.ts';
import { quotaRequestsRoute, quotasRoute } from '#app/_server/quota-routes.ts';
import { reservationsRoute } from '#app/_server/reservation-routes.ts';
import {
  interruptionsRoute,
  scoreLedgerRoute,
  scoresRoute,
  supportabilityRoute,
} from '#app/_server/score-routes.ts';
import type { Db } from '#db/client.ts';
import { DAY } from '#lib/domain/time.ts';
import { seedType } from './api-seed.ts';
import { openTestDatabase } from './database.ts';

/** The instant at which every API test happens. */
export const NOW = Date.parse('2026-11-22T10:00:00Z');
/** Ninety known days. */
export const KNOWN: [number, number][] = [[NOW - 90 * DAY, NOW]];
/** One pool of one p5. */
export const SPOT = { instanceType: 'p5.48xlarge', region: 'us-east-1', zoneId: 'use1-az4' };

const ROUTES: Record<string, DataRoute> = {
  board: boardRoute,
  names: namesRoute,
  latest: latestRoute,
  history: historyRoute,
  'on-demand': onDemandRoute,
  'capacity-blocks': blocksRoute,
  'capacity-blocks/history': blockHistoryRoute,
  quotas: quotasRoute,
  'quota-requests': quotaRequestsRoute,
  'savings-plans': savingsPlansRoute,
  'type-offerings': typeOfferingsRoute,
  'type-offerings/events': offeringEventsRoute,
  reservations: reservationsRoute,
  'training-plans': trainingPlansRoute,
  alerts: alertsRoute,
  deliveries: deliveriesRoute,
  'placement-scores': scoresRoute,
  'placement-scores/ledger': scoreLedgerRoute,
  interruptions: interruptionsRoute,
  supportability: supportabilityRoute,
};

/** The data routes over a database of their own, at an instant that the test moves. */
export class TestApi {
  readonly db: Db = openTestDatabase();
  now = NOW;
  readonly logged: unknown[] = [];
  around: Surroundings = {
    db: () => this.db,
    clock: () => ({ now: () => this.now, speed: 1 }),
    log: () => ({ error: (fields: unknown) => void this.logged.push(fields) }),
  };

  constructor() {
    seedType(this.db, 'p5.48xlarge', 8);
    seedType(this.db, 'g5.xlarge', 1);
    seedType(this.db, 'p5.4xlarge', 1);
  }

  /** Asks "latest?type=p5*" and the like. */
  ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const [name = ''] = path.split('?');
    const route = ROUTES[name];
    if (route === undefined) throw new Error(`no route ${name}`);
    return dataHandler(route, this.around)(new Request(`http://127.0.0.1/api/v1/${path}`, { headers }));
  }

  async json<T>(path: string): Promise<T> {
    const response = await this.ask(path);
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  }
}
