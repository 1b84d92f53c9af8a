import { dataHandler } from '#app/_server/handle.ts';
import { trainingPlansRoute } from '#app/_server/plan-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(trainingPlansRoute);
