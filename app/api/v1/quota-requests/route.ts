import { dataHandler } from '#app/_server/handle.ts';
import { quotaRequestsRoute } from '#app/_server/quota-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(quotaRequestsRoute);
