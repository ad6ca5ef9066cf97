// Next behind our own server: pages only, no live state. The one place that loads it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readInlineScripts } from './inline-scripts.ts';
import { type Answers, createKeptFiles } from './kept-files.ts';
import { createPrerendered } from './prerendered.ts';
import { createPolicies } from './security.ts';
import type { HttpOptions, PageHandler } from './server.ts';
import { createStaticFiles } from './static-files.ts';

export type Pages = { handler: PageHandler; policyOf: HttpOptions['policyOf']; close(): Promise<void> };

/** Next has not built the pages that it is asked to serve. */
export class PagesNotBuilt extends Error {
  override name = 'PagesNotBuilt';
}

/** `directory`: root of the project, where `.next` is. @throws PagesNotBuilt */
export async function openPages(options: { directory: string; dev: boolean; host: string }): Promise<Pages> {
  const { directory, dev, host } = options;
  if (!dev && !existsSync(join(directory, '.next/BUILD_ID'))) throw new PagesNotBuilt(`no build in ${directory}`);
  const { default: next } = await import('next');
  const app = next({ dev, dir: directory, hostname: host });
  const [scripts] = await Promise.all([
    dev ? new Map() : readInlineScripts(join(directory, '.next/server/app')),
    app.prepare(),
  ]);
  const handle = app.getRequestHandler();
  const built = dev ? [] : fromMemory(directory);
  return {
    async handler(request, response) {
      for (const answers of built) if (await answers(request, response)) return;
      await handle(request, response);
    },
    policyOf: createPolicies(scripts, dev),
    close: () => app.close(),
  };
}

function fromMemory(directory: string): Answers[] {
  const files = createKeptFiles();
  return [
    createStaticFiles(join(directory, '.next/static'), files),
    createPrerendered(join(directory, '.next/server/app'), files),
  ];
}
