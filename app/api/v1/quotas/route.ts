import { dataHandler } from '#app/_server/handle.ts';
import { quotasRoute } from '#app/_server/quota-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(quotasRoute);
