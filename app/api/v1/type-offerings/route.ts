import { dataHandler } from '#app/_server/handle.ts';
import { typeOfferingsRoute } from '#app/_server/offering-routes.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(typeOfferingsRoute);
