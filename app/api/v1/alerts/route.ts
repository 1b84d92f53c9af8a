import { alertsRoute } from '#app/_server/alert-routes.ts';
import { dataHandler } from '#app/_server/handle.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(alertsRoute);
