import { dataHandler } from '#app/_server/handle.ts';
import { interruptionsRoute } from '#app/_server/score-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(interruptionsRoute);
