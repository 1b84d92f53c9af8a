import { z } from 'zod';
import { EMAIL_ACCEPTED, isEmailAddress } from '#lib/domain/email-address.ts';

/** One recipient. */
export const addressSchema = (): z.ZodType<string> =>
  z.string(EMAIL_ACCEPTED).refine(isEmailAddress, EMAIL_ACCEPTED);

/** An address is no secret to whoever runs the desk: it has to be recognised. */
export function hint(address: string): string {
  return address;
}
