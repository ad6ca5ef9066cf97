// R1, the process: real SIGKILLs of the broker under load, and the journal of its clients held against what it kept.
//   npm run bench -- kills [--count 1000] [--seed 1]
import { killAgainAndAgain } from '#server/broker/log/test-kills.ts';
import { bundledBroker, launchOurs, temporary } from '../support/peers.ts';
import { numbers, timed } from '../support/reliability.ts';

const { count, seed } = numbers({ count: 1_000, seed: 1 });
const bundle = await bundledBroker();
const folder = await temporary();
try {
  await timed('kills', async () => {
    const figures = await killAgainAndAgain((ready) => launchOurs(bundle.file, folder.path, {}, ready), {
      count,
      seed,
      tell: (done) => {
        if (done > 0 && done % 100 === 0) console.log(`  ${done} of ${count}`);
      },
    });
    const { kills, acknowledged, stored, lost, duplicated, reused, committedWrong, slowestStartMs } = figures;
    if (lost + duplicated + reused + committedWrong > 0) process.exitCode = 1;
    return [
      `${kills} SIGKILLs`,
      `${acknowledged} records acknowledged, ${stored} stored`,
      `${lost} lost`,
      `${duplicated} duplicated`,
      `${reused} offsets given twice`,
      `${committedWrong} committed offsets wrong`,
      `slowest start ${slowestStartMs} ms`,
    ].join(', ');
  });
} finally {
  await folder.remove();
  bundle.remove();
}
