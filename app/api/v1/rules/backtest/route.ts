import { backtestDraft } from '#app/_server/backtest-route.ts';
import { writeHandler } from '#app/_server/write.ts';

export const POST = writeHandler(backtestDraft);
