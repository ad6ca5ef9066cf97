// What a ```mermaid fence must hold, and the name under which its drawings are kept. Shared by the plug-in, the renderer
// and the test. A fence says `accTitle:` and `accDescr:` (Mermaid's own words) and its version in words, one sentence a
// line, in comments `%% mots: …`.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

/** Drawings change with Mermaid and with how we draw: raise `drawing` when scripts/diagrams.mjs changes its output. */
export const mermaidVersion = '11.17.2';
const drawing = 2;

/** The version really installed, for the test: the pin above must not drift. Null where Mermaid is not installed. */
export function installedMermaid() {
  try {
    return createRequire(import.meta.url)('mermaid/package.json').version;
  } catch {
    return null;
  }
}

/** @returns {{ id: string, title: string, description: string, words: string[] }} */
export function describeDiagram(source, file) {
  const title = /^\s*accTitle:\s*(.+)$/m.exec(source)?.[1]?.trim();
  const description = /^\s*accDescr:\s*(.+)$/m.exec(source)?.[1]?.trim();
  const words = [...source.matchAll(/^\s*%%\s*mots\s*:\s*(.+)$/gm)].map((match) => match[1].trim());
  if (!title || !description || words.length === 0) {
    throw new Error(`${file}: a mermaid fence needs accTitle:, accDescr: and at least one line "%% mots: …"`);
  }
  const id = createHash('sha256').update(`${mermaidVersion}\n${drawing}\n${source}`).digest('hex').slice(0, 12);
  return { id, title, description, words };
}

/** Every mermaid fence of a page, in order. */
export const fencesOf = (text) => [...text.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map((match) => match[1]);
