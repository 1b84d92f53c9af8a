import { saveRule, turnRule } from '#app/_server/rule-routes.ts';
import { changeHandler } from '#app/_server/write.ts';

export const PUT = changeHandler((context, id) => saveRule(context, id));
export const DELETE = changeHandler((context, id) => turnRule(context, id, 'remove'));
