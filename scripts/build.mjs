// `npm run build`: pages and server, always.
import { ensureBuilt, ensureInstalled, requireNode } from './lib.mjs';

requireNode();
await ensureInstalled();
await ensureBuilt({ force: true });
