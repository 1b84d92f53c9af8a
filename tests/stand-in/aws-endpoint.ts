import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { authorise } from './aws/authorise.ts';
import type { Buckets } from './aws/buckets.ts';
import { AwsError, UnreachableHost } from './aws/errors.ts';
import { errorReply, type Reply } from './aws/reply.ts';
import { type AwsRequest, asAccount, readAwsRequest } from './aws/request.ts';
import { cloudwatchService } from './cloudwatch/dispatch.ts';
import type { Call } from './ec2/context.ts';
import { ec2Service } from './ec2/dispatch.ts';
import type { Fault, Faults } from './faults/fault.ts';
import { replyInstead } from './faults/fault-reply.ts';
import { clockUnder } from './faults/frozen-clock.ts';
import { spoil } from './faults/spoil.ts';
import { send } from './faults/transport.ts';
import { pricingService } from './pricing/dispatch.ts';
import { quotasService } from './quotas/dispatch.ts';
import { sagemakerService } from './sagemaker/dispatch.ts';
import { savingsPlansService } from './savings-plans/dispatch.ts';
import type { MarketSource } from './sources/market-source.ts';
import { spotAdvisorService } from './spot-advisor/dispatch.ts';
import type { RecordedRequest } from './stand-in.ts';
import { stsService } from './sts.ts';

export interface AwsEndpointOptions {
  readonly source: MarketSource;
  readonly now: () => number;
  readonly pageSize: number;
  readonly historyDays: number;
  readonly throttle: boolean;
  /** What every access key is made to begin with. */
  readonly account: () => string | undefined;
  readonly buckets: Buckets;
  readonly faults: Faults;
  readonly record: (request: RecordedRequest) => void;
  readonly signal: AbortSignal;
}

export type AwsEndpoint = (
  headers: IncomingHttpHeaders,
  path: string,
  body: string,
  response: ServerResponse,
) => Promise<void>;

export function awsEndpoint(options: AwsEndpointOptions): AwsEndpoint {
  const services: Readonly<Record<string, (call: Call) => Reply>> = {
    ec2: ec2Service(),
    pricing: pricingService,
    sts: stsService,
    servicequotas: quotasService,
    cloudwatch: cloudwatchService,
    savingsplans: savingsPlansService,
    sagemaker: sagemakerService,
    'spot-advisor': spotAdvisorService,
  };

  function answer(request: AwsRequest, fault: Fault | undefined): Reply {
    const credentials = authorise(request);
    const service = Object.hasOwn(services, request.service) ? services[request.service] : undefined;
    if (service === undefined) {
      throw new AwsError('UnknownOperationException', `The stand-in does not speak ${request.service}`);
    }
    if (options.throttle) options.buckets.check(request);
    const { source, pageSize, historyDays } = options;
    const quirk = fault?.kind === 'empty-page' || fault?.kind === 'duplicate-page' ? fault.kind : undefined;
    const now = clockUnder(fault, options.now());
    return service({ request, credentials, source, now, pageSize, historyDays, quirk });
  }

  function replyTo(request: AwsRequest, fault: Fault | undefined): Reply | undefined {
    try {
      const instead = fault === undefined ? undefined : replyInstead(fault, request);
      if (instead !== undefined) return instead;
      const reply = answer(request, fault);
      return fault === undefined ? reply : spoil(fault, reply);
    } catch (error) {
      if (error instanceof UnreachableHost) return undefined;
      if (error instanceof AwsError) return errorReply(request, error);
      throw error;
    }
  }

  return async (headers, path, body, response) => {
    const request = asAccount(readAwsRequest(headers, body, path), options.account());
    const { service, action, region, params } = request;
    const recorded: RecordedRequest = { at: Date.now(), service, action, region, params, status: 0 };
    options.record(recorded);
    const { delayMs, fault } = options.faults.choose(request);
    if (delayMs > 0) await wait(delayMs, undefined, { signal: options.signal });
    if (fault?.kind === 'hang') return;
    const reply = fault?.kind === 'reset' ? undefined : replyTo(request, fault);
    if (reply === undefined) {
      response.socket?.resetAndDestroy();
      return;
    }
    recorded.status = reply.status;
    const outgoing = {
      status: reply.status,
      headers: { 'content-type': reply.contentType, 'x-amzn-requestid': request.id, ...reply.headers },
      body: reply.body,
    };
    send(response, outgoing, fault?.kind, options.signal);
  };
}
