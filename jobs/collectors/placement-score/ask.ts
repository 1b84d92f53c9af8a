import { GetSpotPlacementScoresCommand, type SpotPlacementScore } from '@aws-sdk/client-ec2';
import { ledgerEntries, noteConfiguration, noteRefusal } from '#db/queries/score-ledger.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { admit } from '#lib/scores/ledger.ts';
import { eachPage, requireArray } from '../../aws/call.ts';
import { classifyFailure, type Failure } from '../../aws/errors.ts';
import type { AskedConfiguration } from '../../check-scores.ts';
import type { RunContext } from '../../context.ts';
import { HOME_REGION } from '../../pipeline/targets.ts';
import { type ParsedScores, parseScores } from './parse.ts';

/** What came of one configuration: an answer, or the reason why it is not sent yet. */
export type Asked = { answer: ParsedScores & { pages: number } } | { waits: Failure };

const WHAT = { service: 'ec2', action: 'GetSpotPlacementScores', region: HOME_REGION };

/** The largest page there is: an answer has ten entries at most, and the parameter must never change. */
const PAGE = 1000;

/**
 * Sends one configuration, exactly as it stands, if AWS would take it.
 * @throws whatever the call throws; a refusal as one too many is in the ledger by then
 */
export async function askConfiguration(context: RunContext, asked: AskedConfiguration): Promise<Asked> {
  const { db, clock } = context;
  const admission = admit(ledgerEntries(db), asked.fingerprint, clock.now());
  if (!admission.admitted) {
    const errorText = `a new configuration waits until ${formatInstant(admission.until)} at least: ${admission.why}`;
    return { waits: { outcome: 'throttled', errorClass: 'quota', errorText } };
  }
  noteConfiguration(db, asked, clock.now());
  const items: SpotPlacementScore[] = [];
  try {
    const pages = await eachPage<SpotPlacementScore>(
      async (NextToken) => {
        const command = new GetSpotPlacementScoresCommand({ ...parametersOf(asked), NextToken });
        const answer = await context.gate.call(WHAT, context.signal, (abortSignal) =>
          context.aws.ec2(HOME_REGION).send(command, { abortSignal }),
        );
        const scores = requireArray(answer.SpotPlacementScores, 'spotPlacementScoreSet');
        return { items: scores, nextToken: answer.NextToken };
      },
      (page) => items.push(...page),
    );
    return { answer: { ...parseScores(items, asked), pages } };
  } catch (error) {
    if (classifyFailure(error).errorClass === 'quota') noteRefusal(db, asked, clock.now());
    throw error;
  }
}

/** Without SingleAvailabilityZone the answer is about regions; a false is left out, not sent. */
function parametersOf({ types, capacity, level, regions }: AskedConfiguration) {
  return {
    InstanceTypes: [...types],
    TargetCapacity: capacity,
    TargetCapacityUnitType: 'units' as const,
    RegionNames: [...regions],
    MaxResults: PAGE,
    ...(level === 'zone' ? { SingleAvailabilityZone: true } : {}),
  };
}
