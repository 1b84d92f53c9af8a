import { snooze } from '#app/_server/snooze-routes.ts';
import { writeHandler } from '#app/_server/write.ts';

export const POST = writeHandler((context) => snooze(context));
