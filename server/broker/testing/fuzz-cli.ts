// `node --import tsx server/broker/testing/fuzz-cli.ts --frames 1000000 --seed 1`: a long run of the fuzzer, with figures.

import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: { frames: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const rssBefore = process.memoryUsage().rss;
const report = await fuzz({ frames: Number(values.frames), seed: Number(values.seed), progress: print });
const { findings, ...figures } = report;
const rss = Math.round((process.memoryUsage().rss - rssBefore) / 1024 / 1024);
print(
  JSON.stringify({ ...figures, perSecond: Math.round(report.frames / report.seconds), rssGrowthMiB: rss }, null, 1),
);
for (const finding of findings) print(`FINDING ${finding}`);
print(`${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
