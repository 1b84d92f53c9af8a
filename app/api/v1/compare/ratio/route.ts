import { ratioRoute } from '#app/_server/compare-routes.ts';
import { dataHandler } from '#app/_server/handle.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(ratioRoute);
