// R12: 20 000 hostile names of rooms and people through both doors and the form, to a whole server.
//   npm run bench -- names [--seed 1] [--count 20000]
import { namesThroughTheDoors } from '../support/names.ts';
import { numbers, timed } from '../support/reliability.ts';

const { seed, count } = numbers({ seed: 1, count: 20_000 });
await timed('names', async () => {
  const { asked, answered, accepted, teachers, strangeFiles, prototypes } = await namesThroughTheDoors({
    seed,
    names: count,
    tell: console.log,
  });
  if (teachers.length + strangeFiles.length + prototypes.length > 0) process.exitCode = 1;
  for (const line of [...teachers, ...strangeFiles, ...prototypes].slice(0, 20))
    console.log(`  ${JSON.stringify(line)}`);
  return [
    `${asked} names, ${answered} answered, ${accepted} accepted as they are`,
    `${teachers.length} like the teacher’s or the house’s`,
    `${strangeFiles.length} files elsewhere than the server’s own, ${prototypes.length} prototypes changed`,
  ].join('; ');
});
process.exit();
