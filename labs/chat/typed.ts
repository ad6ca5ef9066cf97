// What was typed under a room: words for all who are there, or `@name words` for one person alone. Pure.

export type TypedMessage =
  | { kind: 'nothing' }
  | { kind: 'room'; content: string }
  | { kind: 'private'; to: string; content: string }
  /** A name without words, or the sign alone: nobody must hear it by mistake. */
  | { kind: 'unfinished'; to: string };

/** `names`: who is here; a name of several words is only found among them. */
export function readMessage(typed: string, names: readonly string[]): TypedMessage {
  const text = typed.trim();
  if (text === '') return { kind: 'nothing' };
  if (!text.startsWith('@')) return { kind: 'room', content: text };
  const rest = text.slice(1);
  const named = names
    .filter((name) => rest === name || rest.startsWith(`${name} `))
    .sort((a, b) => b.length - a.length)[0];
  const to = named ?? /^\S*/.exec(rest)?.[0] ?? '';
  const content = rest.slice(to.length).trim();
  return to === '' || content === '' ? { kind: 'unfinished', to } : { kind: 'private', to, content };
}
