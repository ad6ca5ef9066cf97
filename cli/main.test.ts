// The terminal client as it is run: two of them in two processes, on a real door that stops and starts again.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { until } from '#server/realtime/fixtures.ts';
import { startDoor } from '#server/realtime/plain/fixtures.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function chat(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [
    '--import',
    'tsx',
    join(import.meta.dirname, 'main.ts'),
    ...args,
  ]);
  cleanUps.push(() => child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    output: () => text,
    type: (line: string) => child.stdin?.write(`${line}\n`),
    prints: (pattern: RegExp) =>
      until(() => pattern.test(text)).catch(() => {
        throw new Error(`never printed ${pattern}:\n${text}`);
      }),
    ended,
  };
}

it('talks, whispers, remembers, comes back after a restart, and leaves', async () => {
  const first = await startDoor();
  const { port } = first;
  const [ada, bob] = [chat(`localhost:${port}`, 'ada'), chat(`http://localhost:${port}`)];
  await Promise.all([ada.prints(/Vous êtes dans «\u00a0general\u00a0»/), bob.prints(/Votre nom/)]);
  bob.type('bob');
  await bob.prints(/Présents\u00a0: ada, bob/);
  await ada.prints(/→ bob arrive/);
  ada.type('bonjour <b>à tous</b>');
  await bob.prints(/\[general 1\] ada\u00a0: bonjour <b>à tous<\/b>/);
  bob.type('/msg @ada rien que pour toi');
  await ada.prints(/\[privé 1\] bob\u00a0: rien que pour toi/);
  bob.type('/history');
  await bob.prints(/1 message de «\u00a0general\u00a0»/);
  bob.type('/join maths');
  await bob.prints(/Vous êtes dans «\u00a0maths/);
  bob.type('/exploser');
  await bob.prints(/n’existe pas/);

  await first.close();
  await ada.prints(/Connexion perdue\. Nouvel essai dans 2\u00a0s \(1 sur 5\)/);
  ada.type('dit pendant la coupure');
  const second = await startDoor({ port });
  cleanUps.push(second.close);
  await Promise.all([ada.prints(/Reconnecté/), bob.prints(/Reconnecté/)]);
  await ada.prints(/\[general 1\] ada\u00a0: dit pendant la coupure/);
  bob.type('/quit');
  expect(await bob.ended).toBe(0);
  await ada.prints(/← bob quitte/);
});

it('refuses an address or a name that is none, in one sentence', async () => {
  for (const [args, sentence] of [
    [['ftp://x', 'ada'], /n’est pas une adresse/],
    [['localhost:1', 'prof'], /Ce nom est réservé/],
  ] as const) {
    const asked = chat(...args);
    expect(await asked.ended).toBe(1);
    expect(asked.output()).toMatch(sentence);
    expect(asked.output().trim()).not.toContain('\n');
  }
});
