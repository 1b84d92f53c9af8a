import { z } from 'zod';

/** How the addresses of a service look. */
export type AddressForm = {
  /** Host and path as one pattern over what follows https://, query left out. */
  place: RegExp;
  /** What a query may hold; without it none is accepted. */
  query?: RegExp;
  /** What the path on this machine has to look like; without it any will do. */
  loopbackPath?: RegExp;
  /** What is accepted, in words; they may begin with the code of the refusal. */
  accepted: string;
};

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?\//;

/**
 * A webhook of a known service. Judged by its text, not only as a URL parser sees it: the parser forgives blanks, control
 * characters and other disguises. A simulated market may speak to a stand-in on this machine.
 */
export function webhookAddress(
  form: AddressForm,
  { allowLoopback }: { allowLoopback: boolean },
): z.ZodType<string> {
  const here =
    form.loopbackPath === undefined ? 'http on this machine' : 'http on this machine with the same path';
  const accepted = allowLoopback ? `${form.accepted} (or ${here})` : form.accepted;
  return z.string(accepted).refine((text) => isAddress(text, form, allowLoopback), accepted);
}

function isAddress(
  text: string,
  { place, query, loopbackPath }: AddressForm,
  allowLoopback: boolean,
): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.href !== text || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  if (allowLoopback && LOOPBACK.test(text))
    return url.search === '' && (loopbackPath?.test(url.pathname) ?? true);
  if (url.protocol !== 'https:' || url.port !== '') return false;
  if (url.search !== '' && !(query?.test(url.search) ?? false)) return false;
  return place.test(url.host + url.pathname);
}
