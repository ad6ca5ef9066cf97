// Run by tests in a process of its own, to be killed: our whole server but Next's pages. Prints where it is, on one line.
import { dirname } from 'node:path';
import { pino } from 'pino';
import { createApp } from '../../app.ts';
import { readProcessConfig } from '../../config.ts';

const read = readProcessConfig();
if (!read.ok) throw new Error(read.message);
const app = createApp(read.config, {
  directory: dirname(dirname(dirname(import.meta.dirname))),
  log: pino({ level: 'warn' }, pino.destination(2)),
  openPages: async () => ({
    policyOf: () => ({ header: "default-src 'self'" }),
    async handler(_request, response) {
      response.end('une page');
    },
    close: async () => {},
  }),
});
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
const { url } = await app.listen();
process.stdout.write(`${JSON.stringify({ url })}\n`);
