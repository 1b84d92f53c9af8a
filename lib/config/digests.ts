import { z } from 'zod';
import { channelKind } from '#lib/channels/index.ts';
import type { ChannelConfig } from '#lib/channels/types.ts';
import { type DigestPlan, skippedTimes, WEEKDAYS } from '#lib/digest/plan.ts';
import { isTimeZone, suggestZone } from '#lib/domain/zone-time.ts';
import { someRegions, someTypes } from '#lib/rules/fields.ts';
import { type ChannelNames, channelsNamed } from './channel-names.ts';
import { entryName } from './entry-name.ts';
import { check, type Path, type Problem, pathText } from './problems.ts';

const TIME = 'TIME_FORMAT: must be a time of day from 00:00 to 23:59, in quotes';

const digestSchema = z.strictObject({
  name: entryName,
  channels: z
    .array(z.string(), 'NO_RECEIVER: expected a list of channel names')
    .min(1, 'NO_RECEIVER: a digest that nobody gets is not allowed: name at least one channel')
    .max(50),
  every: z.enum(['week', 'day'], 'expected week or day').default('week'),
  day: z.enum(WEEKDAYS, `expected one of ${WEEKDAYS.join(', ')}`).optional(),
  // Without quotes YAML 1.1 reads 08:00 as a number of base 60.
  at: z
    .string(TIME)
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, TIME)
    .default('08:00'),
  zone: z.string('ZONE_UNKNOWN: expected the name of a time zone').default('UTC'),
  types: someTypes.optional(),
  regions: someRegions.optional(),
});

/** The section `digests`: who gets the market of a week or a day on one page, and when. */
export function parseDigests(
  entries: readonly unknown[],
  named: ChannelNames,
  channels: readonly ChannelConfig[],
  problems: Problem[],
): DigestPlan[] {
  return entries.flatMap((entry, index): DigestPlan[] => {
    const at: Path = ['digests', index];
    const read = check(digestSchema, entry, at, problems);
    if (read === undefined) return [];
    const { name, every, day, zone, types = [], regions = [] } = read;
    if (!isTimeZone(zone)) problems.push(unknownZone([...at, 'zone'], zone));
    if (every === 'day' && day !== undefined)
      problems.push({
        path: pathText([...at, 'day']),
        message: 'is of a weekly digest: leave it out',
        received: day,
      });
    const to = channelsNamed(read.channels, [...at, 'channels'], named, problems);
    for (const channel of channels)
      if (to.includes(channel.name)) refuseAlertsOnly(channel, [...at, 'channels'], problems);
    const [hour = 0, minute = 0] = read.at.split(':').map(Number);
    return [{ name, channels: to, every, day: day ?? 'monday', at: { hour, minute }, zone, types, regions }];
  });
}

function unknownZone(path: Path, zone: string): Problem {
  const near = suggestZone(zone);
  const hint = near === undefined ? 'expected a name such as Europe/Berlin' : `did you mean ${near}?`;
  return {
    path: pathText(path),
    message: `there is no time zone of that name: ${hint}`,
    received: zone,
    code: 'ZONE_UNKNOWN',
  };
}

/** PagerDuty and Alertmanager deal in single alerts. */
function refuseAlertsOnly({ name, kind }: ChannelConfig, path: Path, problems: Problem[]): void {
  const found = channelKind(kind);
  if (found?.asksForEpisodes === true)
    problems.push({
      path: pathText(path),
      message: `${found.label} takes alerts only: name a channel that people read`,
      received: name,
      code: 'CHANNEL_INVALID',
    });
}

/** Days on which a digest cannot go out at its time, because the clocks skip it. Product time. */
export function digestWarnings(plans: readonly DigestPlan[], now: number): string[] {
  return plans.flatMap((plan) => {
    const [first, ...more] = skippedTimes(plan, now);
    if (first === undefined) return [];
    const others = more.length === 0 ? '' : `, and on ${more.map(({ day }) => day).join(', ')}`;
    return [
      `digest "${plan.name}": the clocks of ${plan.zone} skip its time on ${first.day}${others}: it goes out at ${first.instead} then`,
    ];
  });
}
