/**
 * AWS's words for how well on-demand capacity covers an amount, worst first; the place is the stored value. `high` is
 * several times the amount, `medium` just covers it, `low` is less.
 */
export const GRADES = ['unsupported', 'low', 'medium', 'high'] as const;
