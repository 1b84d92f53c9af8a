import { createHandler, listHandler } from '#app/_server/channel-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = listHandler();
export const POST = createHandler();
