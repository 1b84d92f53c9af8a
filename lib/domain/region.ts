/**
 * Region names of the AWS partitions, as listed by the endpoint metadata of the AWS SDK for JavaScript
 * (client-ec2 3.1169.0). Used to catch a typing mistake before any call; what an account may use is asked of AWS.
 */
export const KNOWN_REGIONS: readonly string[] = (
  'af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ' +
  'ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ' +
  'ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 ' +
  'eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 ' +
  'sa-east-1 sa-west-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2'
).split(' ');

/** Price List hosts exist in these regions only, whatever region is asked about (AWS Billing: price list query API). */
export const PRICING_REGIONS = ['us-east-1', 'eu-central-1', 'ap-south-1'] as const;

/** Any region answers DescribeRegions; this one exists in every standard account. */
export const HOME_REGION = 'us-east-1';
