// The workshop under adversarial schedules (late, duplicated, refused, a death at any point) on the real embedded broker: how many
// keep the invariant with all settings right, and for each setting turned off a seed on which it breaks, with the two events.
//   npm run bench -- atelier-schedules [--count 200] [--at-once 6]
import { parseArgs } from 'node:util';
import { settingNames } from '#labs/atelier/plan.ts';
import { firstBroken, playAll, reportOf, scheduleOf } from '#server/labs/testing/schedules.ts';
import { openHouse } from '#server/labs/testing/workshop.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '200' }, 'at-once': { type: 'string', default: '6' } },
});
const count = Math.min(2_000, Number(values.count));
const house = await openHouse('embedded', 1_000);
const started = performance.now();
const played = await playAll(
  house,
  Array.from({ length: count }, (_, index) => scheduleOf(index + 1)),
  Number(values['at-once']),
);
const seconds = ((performance.now() - started) / 1_000).toFixed(0);
const notKept = played.filter(({ verdict }) => verdict?.result !== 'kept');
const having = (type: string) => played.filter(({ events }) => events.some(({ event }) => event.type === type)).length;
console.log(`all settings right: ${count - notKept.length} of ${count} schedules keep the invariant (${seconds} s)`);
console.log(
  `of them with a death: ${having('crashed')}, with a command sent again: ${having('send.retried')}, with a commit refused: ${having('commit.refused')}`,
);
for (const one of notKept) console.log(`  ${reportOf(one)}\n  ${JSON.stringify(one.events.map(({ event }) => event))}`);
for (const setting of settingNames) {
  const broken = await firstBroken(house, setting);
  console.log(`${setting} wrong: ${broken ? reportOf(broken) : 'kept by all that were tried'}`);
}
await house.close();
process.exitCode = notKept.length === 0 ? 0 : 1;
