import { boardRoute } from '#app/_server/board-route.ts';
import { dataHandler } from '#app/_server/handle.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(boardRoute);
