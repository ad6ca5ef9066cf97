// `npm start`: installs, builds when stale, then serves in this very process so that signals reach the server.
import { ensureBuilt, ensureInstalled, requireNode, root } from './lib.mjs';

requireNode();
process.chdir(root);
process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
await ensureInstalled();
await ensureBuilt();
await import('../.server/main.mjs');
