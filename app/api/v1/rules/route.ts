import { dataHandler } from '#app/_server/handle.ts';
import { rulesRoute, saveRule } from '#app/_server/rule-routes.ts';
import { writeHandler } from '#app/_server/write.ts';

export const dynamic = 'force-dynamic';

export const GET = dataHandler(rulesRoute);
export const POST = writeHandler((context) => saveRule(context));
