/** The product descriptions that DescribeSpotPriceHistory documents, in its own spelling. */
export const PRODUCTS = [
  'Linux/UNIX',
  'Red Hat Enterprise Linux',
  'SUSE Linux',
  'Windows',
  'Linux/UNIX (Amazon VPC)',
  'Red Hat Enterprise Linux (Amazon VPC)',
  'SUSE Linux (Amazon VPC)',
  'Windows (Amazon VPC)',
] as const;

export const DEFAULT_PRODUCT = 'Linux/UNIX';
