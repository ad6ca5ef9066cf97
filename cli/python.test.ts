// The course's Python programs, as a student runs them: their client on our door, our terminal client on their server.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '#server/realtime/fixtures.ts';
import { openProgram, startDoor } from '#server/realtime/plain/fixtures.ts';

const python = process.env.RELAIS_PYTHON || '/usr/bin/python3';
/** Without it these programs cannot run here: Debian's package is python3-websockets. */
const missing = spawnSync(python, ['-c', 'import websockets']).status !== 0;
const root = dirname(import.meta.dirname);
const folder = join(root, 'lessons', '02-ordre', 'programmes');

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function follow(child: ChildProcess) {
  cleanUps.push(() => child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    type: (line: string) => child.stdin?.write(`${line}\n`),
    prints: (pattern: RegExp) =>
      until(() => pattern.test(text)).catch(() => {
        throw new Error(`never printed ${pattern}:\n${text}`);
      }),
    interrupt: () => child.kill('SIGINT'),
    ended,
  };
}

/** Runs a copy with one of its settings changed, as a student would. */
function run(name: string, change: [before: string, after: string], ...args: string[]) {
  const source = readFileSync(join(folder, name), 'utf8');
  if (!source.includes(change[0])) throw new Error(`${name} has no ${change[0]}`);
  const directory = mkdtempSync(join(tmpdir(), 'relais-py-'));
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
  const copy = join(directory, name);
  writeFileSync(copy, source.replace(change[0], change[1]));
  return follow(spawn(python, ['-u', copy, ...args]));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe.skipIf(missing)('the course’s Python programs', () => {
  it('salon_client.py talks in our rooms, and catches up after a cut', async () => {
    const door = await startDoor();
    const { port } = door;
    const mine = await openProgram(door.url);
    await mine.subscribe('general', 'ada');
    const bob = run('salon_client.py', ['localhost:3000', `127.0.0.1:${port}`], 'bob');
    await bob.prints(/Dans « general », au numéro 0/);
    bob.type('bonjour à tous');
    await until(() => mine.all('message').length === 1);
    expect(mine.all('message')[0]).toMatchObject({ sender: 'bob', content: 'bonjour à tous', sequence: 1 });
    mine.publish('general', 'ada', 'salut \u001b[31mbob');
    await bob.prints(/\[general 2\] ada : salut \?\[31mbob/);
    // Somebody who proves the name makes the program lose its link; what is said meanwhile is in the history.
    const session = door.chat.connect({ deliver: () => {}, evicted: () => {}, graceMs: 0, more: false });
    session.identify({ id: '~bob2', name: 'bob', signed: true });
    session.close(false);
    await bob.prints(/Nouvel essai dans 2 s \(1 sur 5\)/);
    mine.publish('general', 'ada', 'pendant la coupure');
    await bob.prints(/\[general 3\] ada : pendant la coupure/);
    bob.interrupt();
    expect(await bob.ended).toBe(0);
    await until(
      () => mine.all('presence').filter(({ userId, action }) => userId === 'bob' && action === 'leave').length === 2,
    );
    mine.cut();
    await door.close();
  });

  it('salon_serveur.py keeps the same contract: our terminal client and theirs meet on it', async () => {
    const port = await freePort();
    const server = run('salon_serveur.py', ['PORT = 8765', `PORT = ${port}`]);
    await server.prints(/salon ouvert/);
    const raw = await openProgram(`ws://localhost:${port}/chat`);
    cleanUps.push(() => raw.cut());
    raw.raw('pas du JSON');
    expect(await raw.next()).toEqual({ error: 'Invalid message format' });
    raw.send({ type: 'subscribe' });
    expect(await raw.next()).toHaveProperty('error');
    const ada = follow(
      spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts'), `localhost:${port}`, 'ada']),
    );
    await ada.prints(/Vous êtes dans «\u00a0general\u00a0»/);
    const bob = run('salon_client.py', ['localhost:3000', `localhost:${port}`], 'bob');
    await bob.prints(/Dans « general »/);
    for (const text of ['msg1', 'msg2', 'msg3']) bob.type(text);
    await ada.prints(/\[general 1\] bob\u00a0: msg1\n\[general 2\] bob\u00a0: msg2\n\[general 3\] bob\u00a0: msg3/);
    ada.type('/history');
    await ada.prints(/3 messages de «\u00a0general/);
    bob.interrupt();
    await ada.prints(/← bob quitte/);
    ada.type('/quit');
    expect(await ada.ended).toBe(0);
    server.interrupt();
    expect(await server.ended).toBe(0);
  });
});
