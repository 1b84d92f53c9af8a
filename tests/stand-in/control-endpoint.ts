import type { ServerResponse } from 'node:http';
import type { Buckets } from './aws/buckets.ts';
import type { Faults } from './faults/fault.ts';
import { parseFaults } from './faults/parse-fault.ts';
import type { Scenario } from './faults/scenario.ts';
import { SCENARIOS } from './faults/scenarios.ts';
import type { RecordedRequest } from './stand-in.ts';

interface ControlOptions {
  readonly faults: Faults;
  readonly scenario: Scenario;
  readonly requests: readonly RecordedRequest[];
  readonly buckets: Buckets;
  readonly now: () => number;
}

type ControlEndpoint = (method: string, path: string, body: string, response: ServerResponse) => void;

function scenarioName(body: string): string {
  const input: unknown = JSON.parse(body);
  const name = typeof input === 'object' && input !== null && 'name' in input ? input.name : undefined;
  if (typeof name === 'string') return name;
  throw new Error(
    `name: ${JSON.stringify(name) ?? 'nothing'} is not accepted; one of ${SCENARIOS.join(', ')}`,
  );
}

/** Levers for scripts, under a path AWS does not have. */
export function controlEndpoint({
  faults,
  scenario,
  requests,
  buckets,
  now,
}: ControlOptions): ControlEndpoint {
  function addFaults(body: string): unknown {
    const added = parseFaults(body);
    for (const fault of added) faults.add(fault);
    return { faults: faults.list() };
  }

  function clearFaults(): unknown {
    faults.clear();
    return { faults: [] };
  }

  const told = () => ({ scenario: scenario.name, market: scenario.story });

  function switchScenario(body: string): unknown {
    scenario.switchTo(scenarioName(body));
    return told();
  }

  const routes: Readonly<Record<string, (body: string) => unknown>> = {
    'GET /_stand-in/faults': () => ({ faults: faults.list() }),
    'POST /_stand-in/faults': addFaults,
    'DELETE /_stand-in/faults': clearFaults,
    'GET /_stand-in/scenario': told,
    'POST /_stand-in/scenario': switchScenario,
    'GET /_stand-in/requests': () => ({ requests }),
    'GET /_stand-in/rejections': () => ({ rejections: buckets.rejections() }),
    'GET /_stand-in/clock': () => ({ now: new Date(now()).toISOString() }),
  };

  return (method, path, body, response) => {
    const reply = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(value)}\n`);
    };
    const handler = routes[`${method} ${path}`];
    if (handler === undefined)
      return reply(404, { error: `no ${method} ${path}; there is ${Object.keys(routes).join(', ')}` });
    try {
      reply(200, handler(body));
    } catch (error) {
      reply(400, { error: error instanceof Error ? error.message : String(error) });
    }
  };
}
