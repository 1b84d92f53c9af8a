/** What the form offers to match by; the others of the HTTP interface are rarely what somebody means. */
export const FORM_LABELS = [
  { label: 'rule', text: 'Rule' },
  { label: 'type', text: 'Instance type' },
  { label: 'region', text: 'Region' },
  { label: 'zoneId', text: 'Zone ID' },
  { label: 'severity', text: 'Severity' },
] as const;

/** "rule p5 moves, region us-east-1, zone use1-az4" */
export function matchWords(matchers: Readonly<Record<string, string>>): string {
  return Object.entries(matchers)
    .map(([label, value]) => `${label === 'zoneId' ? 'zone' : label} ${value}`)
    .join(', ');
}
