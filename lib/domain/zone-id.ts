const ZONE_ID = /^[a-z0-9]+(-[a-z0-9]+)*-(az|wlz)\d{1,2}$/;

/**
 * True for a zone ID: use1-az4, the Local Zone use1-atl2-az1, the Wavelength Zone use1-wl1-bos-wlz1. A name such as
 * us-east-1a, which differs from account to account, is none.
 */
export function isZoneId(text: string): boolean {
  return text.length <= 40 && ZONE_ID.test(text);
}
