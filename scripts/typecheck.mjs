// Types of the five projects: pages, contract, labs, server, e2e. Two at a time: the machine may have two cores.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bin, capture, root } from './lib.mjs';

if (!existsSync(join(root, 'next-env.d.ts'))) await capture(bin('next'), ['typegen']);
const projects = ['contract', 'labs', 'server', 'e2e', '.'];
let failed = 0;
async function worker() {
  for (let project = projects.shift(); project; project = projects.shift()) {
    const { code, output } = await capture(bin('tsc'), ['--noEmit', '-p', project]);
    if (code !== 0) failed += 1;
    if (code !== 0) console.error(`types · ${project}\n${output}`);
  }
}
await Promise.all([worker(), worker()]);
process.exit(failed === 0 ? 0 : 1);
