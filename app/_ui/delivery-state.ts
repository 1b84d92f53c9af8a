import {
  CircleCheck,
  CircleSlash,
  CircleX,
  Hourglass,
  type LucideIcon,
  Send,
  TriangleAlert,
} from 'lucide-react';
import type { DeliveryState } from '#db/queries/deliveries.ts';

/** What became of a message, in words and as a mark. */
export const DELIVERY_STATES: Record<DeliveryState, { Icon: LucideIcon; tone: string; words: string }> = {
  queued: { Icon: Hourglass, tone: 'text-accent', words: 'waiting' },
  sending: { Icon: Send, tone: 'text-accent', words: 'being sent' },
  delivered: { Icon: CircleCheck, tone: 'text-cheap', words: 'delivered' },
  parked: { Icon: TriangleAlert, tone: 'text-warn', words: 'kept until the channel works' },
  dead: { Icon: CircleX, tone: 'text-bad', words: 'given up' },
  superseded: { Icon: CircleSlash, tone: 'text-faint', words: 'not sent any more' },
};
