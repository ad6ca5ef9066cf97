// The path of a request, decoded once and strictly: shared by everything that answers by path.

/** The decoded path, or null when the target is not a plain path or its escapes are broken. */
export function pathOf(target: string | undefined): string | null {
  if (!target?.startsWith('/') || target.startsWith('//') || target.includes('\\')) return null;
  try {
    return decodeURIComponent(new URL(target, 'http://relais').pathname);
  } catch {
    return null;
  }
}
