// Types of the five projects: pages, contract, labs, server, e2e. Two at a time: the machine may have two cores. What was checked
// is remembered beside the packages, so that the next check looks at what changed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bin, capture, root } from './lib.mjs';

if (!existsSync(join(root, 'next-env.d.ts'))) await capture(bin('next'), ['typegen']);
const remembered = (project) =>
  join(root, 'node_modules', '.cache', 'types', `${project === '.' ? 'pages' : project}.tsbuildinfo`);
const projects = ['contract', 'labs', 'server', 'e2e', '.'];
let failed = 0;
async function worker() {
  for (let project = projects.shift(); project; project = projects.shift()) {
    const { code, output } = await capture(bin('tsc'), [
      ...['--noEmit', '-p', project],
      ...['--incremental', '--tsBuildInfoFile', remembered(project)],
    ]);
    if (code !== 0) failed += 1;
    if (code !== 0) console.error(`types · ${project}\n${output}`);
  }
}
await Promise.all([worker(), worker()]);
process.exit(failed === 0 ? 0 : 1);
