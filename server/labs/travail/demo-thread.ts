// The demonstration server, a thread with an event loop of its own: it answers pings and makes reports, in the handler of the
// request or by leaving them to the queue. What it does in a handler, nobody else waits for.
import { parentPort } from 'node:worker_threads';
import { makeReport } from '#labs/travail/report.ts';
import type { FromDemo, ToDemo } from './messages.ts';

const tell = (message: FromDemo): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToDemo) => {
  if ('ping' in message) tell({ pong: message.ping });
  else if ('kept' in message) tell({ answer: message.kept });
  else if (message.way === 'queue') tell({ keep: message.ask });
  else {
    const report = message.ask;
    tell({ began: report });
    const start = performance.now();
    // From here to the end, no other message is read: this is the freeze.
    const html = makeReport(message.size, () => {});
    tell({ made: report, html, ms: performance.now() - start });
    tell({ answer: report });
  }
});
