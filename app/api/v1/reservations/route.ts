import { dataHandler } from '#app/_server/handle.ts';
import { reservationsRoute } from '#app/_server/reservation-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(reservationsRoute);
