// Where this broker is kept: a file under the data directory, or nowhere.
import { join } from 'node:path';
import { openStore } from '#server/store/index.ts';
import type { ChatStore } from './store.ts';
import type { ChatClock } from './types.ts';

/** `dataDir` null: nothing survives the process. Rejects with Node's file errors. */
export const openChatStore = (
  dataDir: string | null,
  options: { clock: ChatClock; onError: (error: unknown) => void },
): Promise<ChatStore> => openStore(dataDir === null ? null : join(dataDir, 'chat', 'messages.log'), options);
