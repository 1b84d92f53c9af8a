import { type Path, type Problem, pathText } from './problems.ts';

/** Reads a file of the configuration. */
export type ReadSecretFile = (path: string) => string;

/** A secret that stands in a file of its own; the trailing newline that every editor leaves is no part of it. */
export function readSecret(
  file: string,
  at: Path,
  read: ReadSecretFile,
  problems: Problem[],
): string | undefined {
  try {
    return read(file).replace(/\r?\n$/, '');
  } catch {
    // Not echoed: somebody may have put the secret itself here.
    problems.push({ path: pathText(at), message: 'the file cannot be read' });
    return undefined;
  }
}
