import { stopSilence } from '#app/_server/silence-routes.ts';
import { changeHandler } from '#app/_server/write.ts';

export const DELETE = changeHandler(stopSilence);
