import { z } from 'zod';

/** The name of a channel or a rule, as people see it. */
export const entryName = z
  .string('NAME_INVALID: expected a name')
  .min(1, 'NAME_INVALID: must have 1 to 80 printable characters')
  .max(80, 'NAME_INVALID: must have 1 to 80 printable characters')
  .refine((text) => !/\p{C}|\p{Zl}|\p{Zp}/u.test(text) && text.trim() === text, {
    error: 'NAME_INVALID: must have 1 to 80 printable characters and no blanks around them',
  });
