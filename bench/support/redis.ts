// Redis as a peer for acknowledgements from the disk: XADD with `appendfsync always`, on loopback, in a process of its own.
import { spawnSync } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { percentile } from './load.ts';
import { launch, type Running } from './peers.ts';
import { freePort } from './product.ts';

/** Null where it is not installed (Debian: redis-server). */
export function redisVersion(): string | null {
  const { status, stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  return status === 0 ? (/v=(\S+)/.exec(stdout)?.[1] ?? 'unknown') : null;
}

/** Everything in `folder`; nothing but the append-only file is written. */
export async function startRedis(folder: string): Promise<Running> {
  const port = await freePort();
  const settings = `--port ${port} --bind 127.0.0.1 --dir ${folder} --appendonly yes --appendfsync always`;
  const args = [...settings.split(' '), '--save', ''];
  return launch('redis-server', args, (output) => (output.includes('Ready to accept connections') ? port : 0));
}

const command = (...parts: string[]): Buffer =>
  Buffer.from(`*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`);

/** `connections` producers, one record under way each, into one stream. */
export async function xaddLoop(
  port: number,
  options: { bytes: number; connections: number; seconds: number },
): Promise<{ perSecond: number; p50: number; p99: number }> {
  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(socket));
    });
  const sockets = await Promise.all(Array.from({ length: options.connections }, open));
  const frame = command('XADD', 'durable', '*', 'value', 'x'.repeat(Math.max(1, options.bytes - 80)));
  const times: number[] = [];
  const from = performance.now();
  const until = from + options.seconds * 1000;
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          let sent = 0;
          let answer = '';
          const next = (): void => {
            sent = performance.now();
            answer = '';
            socket.write(frame);
          };
          socket.on('error', reject);
          socket.on('close', () => reject(new Error('redis hung up')));
          socket.on('data', (chunk: Buffer) => {
            answer += chunk.toString('latin1');
            // A bulk string: its length on a line, the new id on another.
            if (!/^\$\d+\r\n\d+-\d+\r\n$/.test(answer)) {
              if (answer.startsWith('-')) reject(new Error(answer));
              return;
            }
            const now = performance.now();
            times.push(now - sent);
            if (now < until) next();
            else resolve();
          });
          next();
        }),
    ),
  );
  const took = (performance.now() - from) / 1000;
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  const sorted = Float64Array.from(times).sort();
  return { perSecond: times.length / took, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}
