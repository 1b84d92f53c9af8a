import type { Call } from '../ec2/context.ts';
import { isEnabled } from '../ec2/regions.ts';
import { inOwnWords } from './error-words.ts';
import { AwsError } from './errors.ts';
import type { Reply } from './reply.ts';

export type Handler = (call: Call) => Reply;

/** A service that speaks JSON: it refuses a region that is not enabled as it refuses a bad key, and knows its operations. */
export function jsonService(handlers: Readonly<Record<string, Handler>>): Handler {
  return (call) => {
    const { action, region, service } = call.request;
    const refusal = isEnabled(call.source, region) ? undefined : inOwnWords(service, 'bad-key');
    if (refusal !== undefined) throw refusal;
    const handler = Object.hasOwn(handlers, action) ? handlers[action] : undefined;
    if (handler === undefined) {
      throw new AwsError('UnknownOperationException', `The operation ${action} is not known here.`);
    }
    return handler(call);
  };
}
