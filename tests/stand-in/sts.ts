import { AwsError } from './aws/errors.ts';
import { type Reply, xmlReply } from './aws/reply.ts';
import type { Call } from './ec2/context.ts';

export function stsService({ request, credentials: { accountId } }: Call): Reply {
  if (request.action !== 'GetCallerIdentity') {
    throw new AwsError('InvalidAction', `Could not find operation ${request.action} for version 2011-06-15`);
  }
  return xmlReply(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
      `<Arn>arn:aws:iam::${accountId}:user/chipdesk</Arn><UserId>AIDASTANDIN</UserId><Account>${accountId}</Account>` +
      `</GetCallerIdentityResult><ResponseMetadata><RequestId>${request.id}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
}
