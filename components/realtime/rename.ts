// Changing one's name: over HTTP, because the cookie that keeps it can only be given there.
import type { Ack } from '#contract/errors.ts';
import { type RenameReply, renamePath } from '#contract/person.ts';

/** What the server answered to the last rename of this page: the directory tells it to everybody a moment later. */
let renamed: string | null = null;
const listeners = new Set<() => void>();

export const renamedTo = (): string | null => renamed;
export function subscribeRenamed(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const unreachable: Ack<never> = {
  ok: false,
  error: { code: 'unavailable', message: 'Le serveur n’a pas répondu. Votre nom n’a pas changé\u00a0; réessayez.' },
};

/** Asks the server to keep this name in the cookie. Never rejects; a refusal says in French what to change. */
export async function rename(name: string): Promise<Ack<RenameReply>> {
  const reply = await fetch(renamePath, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
    .then((response) => response.json() as Promise<Ack<RenameReply>>)
    .catch(() => unreachable);
  if (reply.ok) {
    renamed = reply.result.name;
    for (const listener of listeners) listener();
  }
  return reply;
}
