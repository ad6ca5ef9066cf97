// An error in the words of the client that met it: shown as they are, for a student will meet them again.

/** The innermost message; never a stack, never longer than a line. */
export function wordsOf(error: unknown): string {
  let found: unknown = error;
  for (let depth = 0; depth < 8; depth += 1) {
    const cause = (found as { cause?: unknown } | null)?.cause;
    if (!(cause instanceof Error)) break;
    found = cause;
  }
  const text = found instanceof Error ? found.message : String(found);
  return text.split('\n')[0]?.slice(0, 200) ?? '';
}
