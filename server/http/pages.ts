// Next behind our own server: pages only, no live state. The one place that loads it.
import { join } from 'node:path';
import { readInlineScripts } from './inline-scripts.ts';
import { createPolicies } from './security.ts';
import type { HttpOptions, PageHandler } from './server.ts';

export type Pages = { handler: PageHandler; policyOf: HttpOptions['policyOf']; close(): Promise<void> };

/** `directory`: root of the project, where `.next` is. */
export async function openPages(options: { directory: string; dev: boolean; host: string }): Promise<Pages> {
  const { directory, dev, host } = options;
  const { default: next } = await import('next');
  const app = next({ dev, dir: directory, hostname: host });
  const [scripts] = await Promise.all([
    dev ? new Map() : readInlineScripts(join(directory, '.next/server/app')),
    app.prepare(),
  ]);
  const handle = app.getRequestHandler();
  return {
    handler: (request, response) => handle(request, response),
    policyOf: createPolicies(scripts, dev),
    close: () => app.close(),
  };
}
