// `npm run broker`: the embedded Kafka alone, without pages.
import { ensureBuilt, ensureInstalled, requireNode, root } from './lib.mjs';

requireNode();
process.chdir(root);
await ensureInstalled();
await ensureBuilt();
await import('../.server/broker-standalone.mjs');
