import { testHandler } from '#app/_server/channel-routes.ts';

export const dynamic = 'force-dynamic';

export const POST = testHandler();
