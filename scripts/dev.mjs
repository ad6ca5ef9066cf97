// `npm run dev`: pages compiled on demand, server read from its TypeScript sources.
import { register } from 'node:module';
import { ensureInstalled, requireNode, root } from './lib.mjs';

requireNode();
process.chdir(root);
process.env.NODE_ENV = 'development';
process.env.NEXT_TELEMETRY_DISABLED = '1';
await ensureInstalled();
register('tsx/esm', import.meta.url, { data: true });
await import('../server/main.ts');
