// `npm run chat -- [address] [name]`: the terminal client of the chat.
import { ensureBuilt, ensureInstalled, requireNode, root } from './lib.mjs';

requireNode();
process.chdir(root);
await ensureInstalled();
await ensureBuilt();
await import('../.server/chat-client.mjs');
