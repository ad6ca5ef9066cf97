// R2: a log cut at every byte, with every bit flipped, with two faults at once. Nothing wrong is served, it always starts.
//   npm run bench -- corruption [--cut-bytes 65536] [--flip-bytes 4096] [--faults 50000] [--seed 1]
import { cutAt, doubleFault, flipBit, writtenLog } from '#server/broker/log/test-faults.ts';
import { seeded } from '#server/broker/log/test-fs.ts';
import { each, numbers, timed } from '../support/reliability.ts';

const options = numbers({ 'cut-bytes': 64 * 1024, 'flip-bytes': 4096, faults: 50_000, seed: 1 });

await timed('cut at every byte', async () => {
  const log = await writtenLog(options['cut-bytes'], 900);
  await each('cuts', log.whole.length + 1, (size) => cutAt(log, size));
  return `${log.whole.length + 1} cuts of a log of ${log.whole.length} bytes: every whole batch before the cut is there, and the log goes on`;
});
await timed('every bit flipped', async () => {
  const log = await writtenLog(options['flip-bytes'], 20);
  const bits = log.whole.length * 8;
  let missing = 0;
  let hurt = 0;
  await each('bits', bits, async (bit) => {
    const lost = await flipBit(log, bit);
    missing += lost;
    if (lost > 0) hurt += 1;
  });
  return `${bits} flips: 0 wrong records, ${hurt} cost one batch (${missing} records), ${bits - hurt} cost nothing`;
});
await timed('two faults at once', async () => {
  const log = await writtenLog(options['flip-bytes'], 20);
  const random = seeded(options.seed);
  let missing = 0;
  await each('faults', options.faults, async (at) => {
    missing += await doubleFault(log, random, `double fault ${at}`);
  });
  return `${options.faults} times: 0 wrong records, 0 refusals to start, ${(missing / Math.max(1, options.faults)).toFixed(2)} of ${log.all.length} records missing on average`;
});
