import { dataHandler } from '#app/_server/handle.ts';
import { latestRoute } from '#app/_server/price-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(latestRoute);
