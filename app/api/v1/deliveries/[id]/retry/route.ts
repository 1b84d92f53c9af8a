import { retry } from '#app/_server/delivery-routes.ts';
import { changeHandler } from '#app/_server/write.ts';

export const POST = changeHandler(retry);
