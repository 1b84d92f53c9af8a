import { eventsHandler } from '#app/_server/events-route.ts';

export const dynamic = 'force-dynamic';

export const GET = eventsHandler();
