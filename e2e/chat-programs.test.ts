// Programs on /chat beside the real pages: the door is open, a foreign page is refused, and a killed server goes on counting.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { expect, test } from './support/page.ts';

type Said = Record<string, unknown>;

/** A student's program: connects, keeps what it is told. */
async function program(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/chat`);
  const said: Said[] = [];
  socket.on('message', (data) => void said.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('error', () => {});
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const numbers = (): unknown[] => said.filter(({ type }) => type === 'message').map(({ sequence }) => sequence);
  const all = (type: string): Said[] => said.filter((each) => each.type === type);
  return { socket, closed, numbers, all, send: (message: object) => socket.send(JSON.stringify(message)) };
}

test('a killed server goes on counting where it was, and gives a program what it missed', async ({ product }) => {
  const ada = await program(product.url);
  ada.send({ type: 'subscribe', room: 'general', userId: 'ada' });
  for (let n = 1; n <= 20; n += 1)
    ada.send({ type: 'publish', room: 'general', sender: 'ada', content: `m${n}`, clientMessageId: `c${n}` });
  await expect.poll(() => ada.all('published').length).toBe(20);
  const epoch = ada.all('subscribed')[0]?.epoch;
  await product.kill();
  await ada.closed;
  await product.restart();

  const back = await program(product.url);
  back.send({ type: 'subscribe', room: 'general', userId: 'ada', epoch, from: 16 });
  await expect.poll(() => back.numbers()).toEqual([16, 17, 18, 19, 20]);
  expect(back.all('subscribed')[0]).toMatchObject({ sequence: 20, recovered: true });
  // Its last message may not have been acknowledged: it says it again, and nothing is doubled.
  back.send({ type: 'publish', room: 'general', sender: 'ada', content: 'm20', clientMessageId: 'c20' });
  back.send({ type: 'publish', room: 'general', sender: 'ada', content: 'm21', clientMessageId: 'c21' });
  await expect.poll(() => back.all('published').map(({ sequence }) => sequence)).toEqual([20, 21]);
  expect(back.numbers()).toEqual([16, 17, 18, 19, 20, 21]);
  back.socket.terminate();
});

test('a page of another site cannot open it, ours can, and stopping tells programs to come back', async ({
  page,
  product,
}) => {
  const ada = await program(product.url);
  ada.send({ type: 'subscribe', room: 'general', userId: 'ada' });
  await expect.poll(() => ada.all('subscribed').length).toBe(1);
  const tried = (url: string): Promise<string> =>
    page.evaluate(
      (address) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(address);
          socket.onopen = () => resolve('open');
          socket.onerror = () => resolve('refused');
        }),
      url,
    );
  const address = `${product.url.replace('http', 'ws')}/chat`;
  await page.goto(product.url);
  expect(await tried(address)).toBe('open');
  await page.goto('about:blank');
  expect(await tried(address)).toBe('refused');
  await product.stop();
  expect(await ada.closed).toBe(1_012);
});

test('npm run chat is a terminal in the same rooms', async ({ product }) => {
  const ada = await program(product.url);
  ada.send({ type: 'subscribe', room: 'general', userId: 'ada' });
  const root = join(import.meta.dirname, '..');
  const env = { ...process.env, SKIP_INSTALL: '1', SKIP_BUILD: '1' };
  const terminal = spawn(process.execPath, ['scripts/chat.mjs', new URL(product.url).host, 'bob'], { cwd: root, env });
  let shown = '';
  terminal.stdout.on('data', (chunk) => {
    shown += chunk;
  });
  const ended = new Promise<number | null>((resolve) => terminal.once('close', resolve));
  try {
    await expect.poll(() => shown).toContain('Vous êtes dans «\u00a0general\u00a0»');
    terminal.stdin.write('bonjour du terminal\n');
    await expect.poll(() => ada.all('message')).toMatchObject([{ sender: 'bob', content: 'bonjour du terminal' }]);
    terminal.stdin.write('/quit\n');
    expect(await ended).toBe(0);
    await expect.poll(() => ada.all('presence').map(({ action }) => action)).toEqual(['join', 'join', 'leave']);
  } finally {
    terminal.kill('SIGKILL');
    ada.socket.terminate();
  }
});
