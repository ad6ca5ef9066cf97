// R1, the power: seeded cuts at any file operation, on a disk that forgets or tears what was not synced.
//   npm run bench -- power-cuts [--count 20000] [--seed 1]
import { idempotentPowerCuts, powerCuts } from '#server/broker/log/test-faults.ts';
import { each, numbers, timed } from '../support/reliability.ts';

const { count, seed } = numbers({ count: 20_000, seed: 1 });
/** Cuts in one run of each kind. */
const PLAIN = 3;
const IDEMPOTENT = 4;
const half = count / 2;

await timed('power cuts, any producer', async () => {
  let checked = 0;
  const runs = Math.ceil(half / PLAIN);
  await each('runs', runs, async (at) => {
    checked += await powerCuts(seed + at);
  });
  return `${runs * PLAIN} cuts, ${checked} acknowledged records looked for: 0 lost, 0 offsets given twice`;
});
await timed('power cuts, interval', async () => {
  let checked = 0;
  const runs = Math.ceil(half / PLAIN);
  await each('runs', runs, async (at) => {
    checked += await powerCuts(seed + at, 'interval');
  });
  return `${runs * PLAIN} cuts, ${checked} records synced before looked for: 0 lost, 0 wrong`;
});
await timed('power cuts, idempotent producer', async () => {
  let checked = 0;
  const runs = Math.ceil(half / IDEMPOTENT);
  await each('runs', runs, async (at) => {
    checked += await idempotentPowerCuts(seed + at);
  });
  return `${runs * IDEMPOTENT} cuts, ${checked} records acknowledged: each stored once, at the offset that was told`;
});
