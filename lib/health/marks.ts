/** How a recorded failure says that it was a mistake of ours. */
export const UNEXPECTED_MARK = 'unexpected:';

/** How a recorded failure says that its question was left out, because those before it were refused. */
export const UNASKED_MARK = 'not asked after three refusals in a row: ';

/** How a recorded failure says that its target is not asked for a quarter of an hour. */
export const POSTPONED_MARK = '(three times in a row: left alone for 15 minutes)';
