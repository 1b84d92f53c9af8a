import { changeSubscription } from '#app/_server/subscription-routes.ts';
import { writeHandler } from '#app/_server/write.ts';

export const POST = writeHandler((context) => changeSubscription(context));
