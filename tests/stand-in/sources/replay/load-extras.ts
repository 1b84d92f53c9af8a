import type { AdvisorLine, RecordedExtras } from '../market-source.ts';
import { ADVISOR_HEADER, type CsvText, eachLine, QUOTAS_HEADER } from './csv-file.ts';
import { findBeside } from './find-files.ts';

/** The cells of a line: quota names hold commas, and stand in quotes when they do. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/("([^"]*)"|[^,]*)(?:,|$)/g)].map((match) => match[2] ?? match[1] ?? '');

function rowsOf(files: readonly CsvText[]): string[][] {
  const rows: string[][] = [];
  for (const file of files) {
    eachLine(file, (text, start, end) => rows.push(cellsOf(text.slice(start, end))));
  }
  return rows;
}

function loadAdvisor(rows: readonly string[][]): Map<number, AdvisorLine[]> {
  const byDay = new Map<number, AdvisorLine[]>();
  for (const [region = '', type = '', os = '', rate = '', savings = '', asOf = ''] of rows) {
    const seconds = Date.parse(asOf) / 1000;
    const lines = byDay.get(seconds) ?? [];
    lines.push({ region, type, os, rate, savingsPercent: Number(savings) });
    byDay.set(seconds, lines);
  }
  return byDay;
}

function loadQuotas(rows: readonly string[][]): Map<string, Map<string, number>> {
  const byAccount = new Map<string, Map<string, number>>();
  for (const [account = '', region = '', code = '', , value = ''] of rows) {
    const values = byAccount.get(account) ?? new Map<string, number>();
    values.set(`${region} ${code}`, Number(value));
    byAccount.set(account, values);
  }
  return byAccount;
}

/** `interruption/` and `quotas/` of a data folder, read when first asked for. */
export function recordedExtras(path: string): RecordedExtras {
  let advisor: Map<number, AdvisorLine[]> | undefined;
  let quotas: Map<string, Map<string, number>> | undefined;
  return {
    advisor: (nowSeconds) => {
      advisor ??= loadAdvisor(rowsOf(findBeside(path, 'interruption', ADVISOR_HEADER)));
      const days = [...advisor.keys()].filter((seconds) => seconds <= nowSeconds);
      return days.length === 0 ? undefined : advisor.get(Math.max(...days));
    },
    quotas: (account) => {
      quotas ??= loadQuotas(rowsOf(findBeside(path, 'quotas', QUOTAS_HEADER)));
      return quotas.size === 0 ? undefined : (quotas.get(account) ?? new Map());
    },
  };
}
