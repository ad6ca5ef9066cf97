// The worker: a thread that makes one report after the other, and says how far it is.
import { parentPort } from 'node:worker_threads';
import { makeReport } from '#labs/travail/report.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const tell = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on('message', ({ make }: ToWorker) => {
  tell({ began: true });
  const start = performance.now();
  const html = makeReport(make, (progress) => tell({ progress }));
  tell({ html, ms: performance.now() - start });
});
