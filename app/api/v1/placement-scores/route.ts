import { dataHandler } from '#app/_server/handle.ts';
import { scoresRoute } from '#app/_server/score-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(scoresRoute);
