import { kindsHandler } from '#app/_server/channel-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = kindsHandler();
