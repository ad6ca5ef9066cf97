// R4, the sender's half: 50 000 publishes of which no first acknowledgement arrives, tried again up to five times with their ids.
//   npm run bench -- retries [--seed 1] [--publishes 50000] [--senders 60] [--cuts 1500] [--restarts 5]
import { bundledChat } from '../support/chat-process.ts';
import { numbers, timed } from '../support/reliability.ts';
import { retried } from '../support/retries.ts';

const given = numbers({ seed: 1, publishes: 50_000, senders: 60, cuts: 1_500, restarts: 5 });
const bundle = await bundledChat();
try {
  await timed('retries', async () => {
    const told = await retried(bundle.file, { ...given, tell: console.log });
    const { stored, storedTwice, missing, wrongNumber, holes } = told;
    if (storedTwice + missing + wrongNumber + holes > 0) process.exitCode = 1;
    return [
      `${told.published} publishes, ${told.attempts} attempts, ${told.dropped} acknowledgements dropped`,
      `${told.cuts} cuts, ${told.restarts} SIGKILLs`,
      `${stored} stored: ${storedTwice} twice, ${missing} missing, ${wrongNumber} under another number, ${holes} holes`,
    ].join('; ');
  });
} finally {
  bundle.remove();
}
process.exit();
