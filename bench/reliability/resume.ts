// R3: clients of both doors in one room, cut off and back at seeded moments while messages pass, the server killed under them.
//   npm run bench -- resume [--seed 1] [--clients 200] [--messages 6000] [--cuts 10000] [--restarts 12] [--wipes 2] [--history 60]
// The whole class, nothing forgotten by the server (in pieces by seed):
//   npm run bench -- resume --clients 300 --messages 10000 --cuts 3000 --restarts 3 --wipes 0 --history 50000 --seed 1
import { bundledChat } from '../support/chat-process.ts';
import { numbers, timed } from '../support/reliability.ts';
import { faultsOf, storm } from '../support/storm.ts';

const { history, ...given } = numbers({
  seed: 1,
  clients: 200,
  messages: 6_000,
  cuts: 10_000,
  restarts: 12,
  wipes: 2,
  history: 60,
});
const bundle = await bundledChat();
try {
  await timed('resume', async () => {
    const server = { chat: { historySize: history, historyChars: 1e9 }, plain: { probeMs: 300 } };
    const figures = await storm(bundle.file, { ...given, server, tell: console.log });
    const found = faultsOf(figures);
    if (found.length > 0) process.exitCode = 1;
    for (const line of found.slice(0, 40)) console.log(`  ${line}`);
    const { deliveries, gone, silentGaps, duplicates, reordered, storedTwice, ackedLost } = figures;
    return [
      `${given.clients} clients, ${figures.cuts} cuts, ${figures.returns} returns, ${figures.restarts} restarts`,
      `${figures.published} messages said (${figures.refused} refused), ${deliveries} deliveries`,
      `${gone} numbers said to be gone`,
      `${silentGaps} silent gaps, ${duplicates} duplicates, ${reordered} reordered`,
      `${storedTwice} stored twice, ${ackedLost} acknowledged and lost, ${found.length} findings`,
    ].join('; ');
  });
} finally {
  bundle.remove();
}
process.exit();
