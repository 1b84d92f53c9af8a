import { previewSilence } from '#app/_server/silence-routes.ts';
import { writeHandler } from '#app/_server/write.ts';

export const POST = writeHandler(previewSilence);
