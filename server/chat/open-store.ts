// Where this broker is kept: a file under the data directory, or nowhere.
import { join } from 'node:path';
import { bootId } from './boot.ts';
import { fileDisk } from './disk.ts';
import { openFileStore } from './file-store.ts';
import { type ChatStore, memoryStore } from './store.ts';
import type { ChatClock } from './types.ts';

/** `dataDir` null: nothing survives the process. Rejects with Node's file errors. */
export async function openChatStore(
  dataDir: string | null,
  options: { clock: ChatClock; onError: (error: unknown) => void },
): Promise<ChatStore> {
  if (dataDir === null) return memoryStore();
  const { clock, onError } = options;
  const disk = fileDisk(join(dataDir, 'chat', 'messages.log'));
  return openFileStore({ disk, boot: await bootId(clock.now()), after: clock.after, onError });
}
