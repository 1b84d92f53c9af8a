import { blocksRoute } from '#app/_server/capacity-routes.ts';
import { dataHandler } from '#app/_server/handle.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(blocksRoute);
