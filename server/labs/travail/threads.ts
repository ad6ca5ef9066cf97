// Threads of this lab: started from a file of their own, ended without asking them.
import { Worker } from 'node:worker_threads';

export type Thread<To> = {
  /** Node's number of it. */
  readonly number: number;
  post(message: To): void;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
};

/** A report of eighty pupils needs a tenth of it. */
const resourceLimits = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8 };

/** Bundled, a thread's file stands beside the server's; from source it is TypeScript and needs tsx. */
function spawn(name: 'demo' | 'report'): Worker {
  const options = { name: `travail-${name}`, resourceLimits };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`./travail-${name}.mjs`, import.meta.url), options);
  // Node 20 does not load hooks named in a worker's execArgv, so its first lines do.
  const here = JSON.stringify(import.meta.url);
  const entry = JSON.stringify(new URL(`./${name}-thread.ts`, import.meta.url).href);
  const boot = `require('node:module').register('tsx/esm', ${here}, { data: true }); import(${entry});`;
  return new Worker(boot, { ...options, eval: true, execArgv: [] });
}

/** `onEnd`: it died without being killed. */
export function startThread<To, From>(
  name: 'demo' | 'report',
  { onMessage, onEnd }: { onMessage(message: From): void; onEnd(error: unknown): void },
): Thread<To> {
  const worker = spawn(name);
  let isOver = false;
  const end = (error: unknown): void => {
    if (isOver) return;
    isOver = true;
    onEnd(error);
  };
  worker.on('message', (message: From) => {
    if (!isOver) onMessage(message);
  });
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`the thread ended with code ${code}`)));
  return {
    number: worker.threadId,
    post: (message) => worker.postMessage(message),
    async kill() {
      isOver = true;
      await worker.terminate();
    },
  };
}
