import { dataHandler } from '#app/_server/handle.ts';
import { namesRoute } from '#app/_server/names-route.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(namesRoute);
