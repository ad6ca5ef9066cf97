// The executable as a terminal sees it: a user's mistake is one sentence and exit code 1, never a stack trace.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

function start(env: Record<string, string>): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const root = dirname(import.meta.dirname);
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'server/main.ts')], {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: '0',
        KAFKA_PORT: '0',
        MQTT_PORT: '0',
        DATA_DIR: ':memory:',
        ...env,
      },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('exit', (code) => resolve({ code, out, err }));
  });
}

describe('npm start', () => {
  it('refuses a bad setting', async () => {
    expect(await start({ PORT: 'abc' })).toEqual({
      code: 1,
      out: '',
      err: 'Réglage PORT=abc\u00a0: il faut un nombre entier de 0 à 65535. Exemple\u00a0: PORT=3001 npm start\n',
    });
  });

  it('refuses a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, err } = await start({ KAFKA_PORT: String(port) });
    server.close();
    expect([code, err]).toEqual([
      1,
      `Le port ${port} est déjà pris. Choisissez-en un autre\u00a0: KAFKA_PORT=${port + 1} npm start\n`,
    ]);
  });
});
