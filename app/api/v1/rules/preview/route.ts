import { previewDraft } from '#app/_server/rule-routes.ts';
import { writeHandler } from '#app/_server/write.ts';

export const POST = writeHandler(previewDraft);
