/** IAM's word for the services whose name differs from the one we pace them under. */
const PREFIXES: Readonly<Record<string, string>> = { 'service-quotas': 'servicequotas' };

/** The IAM action of a call, such as ec2:DescribeRegions. */
export function iamAction({ service, action }: { service: string; action: string }): string {
  return `${PREFIXES[service] ?? service}:${action}`;
}

const NAMED = /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/;

/**
 * What AWS said when it denied a call, led by the exact action that is not allowed: AWS names it, and where it does
 * not, it is the action of the call. Account ids are cut to their last four digits.
 */
export function denialText(says: string, called: string | undefined): string {
  const action = NAMED.exec(says)?.[1] ?? called;
  const masked = says.replaceAll(/\b\d{8}(\d{4})\b/g, '…$1');
  return action === undefined ? masked : `${action} is not allowed. ${masked}`;
}

const LED = /([a-z0-9-]+:[A-Z][A-Za-z]+) is not allowed\. /;

/** The action that a recorded denial names. */
export function deniedAction(errorText: string | null): string | undefined {
  return errorText === null ? undefined : LED.exec(errorText)?.[1];
}
