import { changeHandler, removeHandler } from '#app/_server/channel-routes.ts';

export const dynamic = 'force-dynamic';

export const PUT = changeHandler();
export const DELETE = removeHandler();
