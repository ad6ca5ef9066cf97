// R4, the reader's half: 50 000 messages owed to subscribers that acknowledge, and die before the acknowledgement one time in five.
//   npm run bench -- acks [--seed 1] [--messages 5000] [--subscribers 10] [--deaths 20] [--rate 25] [--restarts 4] [--pending 500] [--bytes 1500]
import { acknowledged } from '../support/acks.ts';
import { bundledChat } from '../support/chat-process.ts';
import { numbers, timed } from '../support/reliability.ts';

const { pending, ...given } = numbers({
  seed: 1,
  messages: 5_000,
  subscribers: 10,
  deaths: 20,
  rate: 25,
  restarts: 4,
  pending: 500,
  // Large enough for the server to write its file again in between.
  bytes: 1_500,
});
const bundle = await bundledChat();
try {
  await timed('acks', async () => {
    const told = await acknowledged(bundle.file, { ...given, pendingEach: pending, tell: console.log });
    if (told.forgotten + told.pending + told.notTaken + told.unmarked > 0) process.exitCode = 1;
    return [
      `${told.owed} owed: ${told.acknowledged} acknowledged (${told.confirmed} confirmed), ${told.givenUp} counted as given up, ${told.forgotten} forgotten`,
      `${told.deaths} deaths before the acknowledgement, ${told.restarts} SIGKILLs, ${told.redeliveries} redeliveries`,
      `${told.unmarked} of them not said to be one, ${told.notTaken} of what was confirmed; ${told.overcounted} counted too many, ${told.pending} left`,
    ].join('; ');
  });
} finally {
  bundle.remove();
}
process.exit();
