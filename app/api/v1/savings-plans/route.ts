import { dataHandler } from '#app/_server/handle.ts';
import { savingsPlansRoute } from '#app/_server/offering-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(savingsPlansRoute);
