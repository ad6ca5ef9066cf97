// R7, from inside: bad frames against the whole broker in this process, on a clock that moves when told. Sees what nobody
// sees over TCP: a frame never finished with, bytes counted wrong, an exception swallowed, a heap that grows.
//   npm run bench -- fuzz-core [--frames 10000000] [--seed 1]
import { fuzz } from '#server/broker/testing/fuzz.ts';
import { numbers, timed } from '../support/reliability.ts';

const { frames, seed } = numbers({ frames: 10_000_000, seed: 1 });

await timed('bad frames', async () => {
  const report = await fuzz({ frames, seed, progress: (line) => console.log(`  ${line}`) });
  for (const finding of report.findings) console.log(`FINDING ${finding}`);
  if (report.findings.length > 0) process.exitCode = 1;
  const { replies, silent, closed, heapBefore, heapAfter } = report;
  return [
    `${report.frames} frames, seed ${seed}: ${replies} answered, ${silent} without an answer, ${closed} hung up on`,
    `${report.findings.length} findings`,
    `heap ${heapBefore.toFixed(1)} MiB after a quarter, ${heapAfter.toFixed(1)} at the end`,
  ].join(', ');
});
