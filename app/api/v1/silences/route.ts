import { dataHandler } from '#app/_server/handle.ts';
import { makeSilence, silencesRoute } from '#app/_server/silence-routes.ts';
import { writeHandler } from '#app/_server/write.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(silencesRoute);
export const POST = writeHandler(makeSilence);
