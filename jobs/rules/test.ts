import type { RuleConfig } from '#lib/config/rules.ts';
import { COLLECTOR_INTERVALS_MS, type CollectorName } from '#lib/domain/collectors.ts';
import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { ruleKind } from '#lib/rules/index.ts';
import { parseRuleTests, type RuleTest } from '#lib/ruletest/file.ts';
import { runRuleTest, type TestResult } from '#lib/ruletest/run.ts';
import { readArguments } from '../arguments.ts';
import { readYaml, type Settings } from '../settings.ts';

/** `test FILE…`: plays made-up looks through the rules of the configuration file. Exit 1 when one comes out otherwise. */
export async function testRules({ alerting }: Settings, args: string[]): Promise<number> {
  const { rest: files } = readArguments(args, {});
  if (files.length === 0)
    throw new AppError('PARAM_INVALID', 'npm run rules -- test needs a file with tests', {
      accepted: 'YAML files',
    });
  const results = files.flatMap((file) =>
    parseRuleTests(readYaml(file, 'the file of tests')).flatMap((test) => runOne(test, alerting.rules)),
  );
  for (const { test, at, expected, was } of results)
    process.stdout.write(
      expected === was
        ? `ok    ${test}: ${was} at ${at}\n`
        : `WRONG ${test}: ${was} at ${at}, expected ${expected}\n`,
    );
  const wrong = results.filter(({ expected, was }) => expected !== was).length;
  process.stdout.write(`${results.length - wrong} as expected, ${wrong} not\n`);
  return wrong === 0 ? 0 : 1;
}

const TESTABLE: readonly string[] = ['pools', 'series'];

function runOne(test: RuleTest, rules: readonly RuleConfig[]): TestResult[] {
  const rule = rules.find(({ name }) => name === test.rule);
  if (rule === undefined) throw unknownRule(test.rule, rules);
  const kind = ruleKind(rule.kind);
  if (kind === undefined || !TESTABLE.includes(kind.reads))
    throw new AppError(
      'RULE_TEST_INVALID',
      `a rule of the kind ${rule.kind} has no numbers to be tested with`,
      {
        field: 'rule',
        received: test.rule,
      },
    );
  return runRuleTest(test, rule, kind, COLLECTOR_INTERVALS_MS[kind.collector as CollectorName]);
}

/** @returns the error for a name that no rule of the configuration file has */
export function unknownRule(name: string, rules: readonly RuleConfig[]): AppError {
  const names = rules.map((rule) => rule.name);
  const near = suggest(name, names);
  const what = `there is no rule of that name in the configuration file${near === undefined ? '' : `: did you mean ${near}?`}`;
  return new AppError('RULE_UNKNOWN', what, { field: 'rule', received: name, accepted: names.join(', ') });
}
