import { dataHandler } from '#app/_server/handle.ts';
import { supportabilityRoute } from '#app/_server/score-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(supportabilityRoute);
