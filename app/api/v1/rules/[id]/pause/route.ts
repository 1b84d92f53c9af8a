import { turnRule } from '#app/_server/rule-routes.ts';
import { changeHandler } from '#app/_server/write.ts';

export const POST = changeHandler((context, id) => turnRule(context, id, 'pause'));
