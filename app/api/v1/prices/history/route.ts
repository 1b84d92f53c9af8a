import { dataHandler } from '#app/_server/handle.ts';
import { historyRoute } from '#app/_server/price-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(historyRoute);
