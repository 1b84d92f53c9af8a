import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as ec2 from '@aws-sdk/client-ec2';
import * as pricing from '@aws-sdk/client-pricing';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as savingsplans from '@aws-sdk/client-savingsplans';
import * as quotas from '@aws-sdk/client-service-quotas';
import type { AwsClients } from '#jobs/aws/clients.ts';

/** One call as it was made, so that another process can make it again. */
export type Command = { at: number; service: Service; region: string; name: string; input: object };

const PACKAGES = {
  ec2,
  pricing,
  serviceQuotas: quotas,
  cloudWatch: cloudwatch,
  savingsPlans: savingsplans,
  sageMaker: sagemaker,
};
type Service = keyof typeof PACKAGES;

type Client = { send(command: { input: object }, options?: object): Promise<unknown> };

/** The same clients, which tell every command they are given. */
export function recordCommands(
  aws: AwsClients,
  now: () => number,
  tell: (command: Command) => void,
): AwsClients {
  const told = new WeakSet<object>();
  const listen =
    (service: Service) =>
    (region = '') => {
      const client = (aws[service] as (region: string) => Client)(region);
      if (told.has(client)) return client;
      told.add(client);
      const send = client.send.bind(client);
      client.send = (command, options) => {
        tell({ at: now(), service, region, name: command.constructor.name, input: command.input });
        return send(command, options);
      };
      return client;
    };
  const services = Object.keys(PACKAGES) as Service[];
  return { ...aws, ...(Object.fromEntries(services.map((name) => [name, listen(name)])) as object) };
}

/** Makes a recorded call again; what it brings is dropped. */
export async function sendAgain(aws: AwsClients, { service, region, name, input }: Command): Promise<void> {
  const make = (PACKAGES[service] as unknown as Record<string, new (input: object) => { input: object }>)[
    name
  ];
  if (make === undefined) throw new Error(`${service} has no ${name}`);
  await (aws[service] as (region: string) => Client)(region).send(new make(input));
}
