// A short run of what `npm run bench -- kills` does a thousand times: SIGKILL under load, restart, nothing lost.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder, until } from '../testing.ts';
import { killAgainAndAgain, type Victim } from './test-kills.ts';

const standalone = fileURLToPath(new URL('../standalone.ts', import.meta.url));

async function start(dataDir: string, ready: boolean): Promise<Victim> {
  const from = performance.now();
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', standalone], {
    env: { ...process.env, KAFKA_PORT: '0', DATA_DIR: dataDir, KAFKA_ADVERTISED_HOST: '127.0.0.1' },
    stdio: 'pipe',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const port = ready ? await until('the ready line', () => Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1])) : 0;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return { port, startMs: performance.now() - from, kill };
}

it('loses, doubles and moves nothing that was acknowledged when the broker is killed under load', async () => {
  const dataDir = await temporaryFolder();
  const figures = await killAgainAndAgain((ready) => start(dataDir, ready), { count: 6, seed: 11 });
  expect(figures).toMatchObject({ kills: 6, lost: 0, duplicated: 0, reused: 0, committedWrong: 0 });
  expect(figures.acknowledged).toBeGreaterThan(100);
}, 60_000);
