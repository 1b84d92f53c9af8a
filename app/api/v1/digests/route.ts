import { digestsRoute } from '#app/_server/digest-routes.ts';
import { dataHandler } from '#app/_server/handle.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(digestsRoute);
