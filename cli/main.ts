// `npm run chat -- [adresse] [nom]`: the terminal client. What is typed, what is shown, and the WebSocket between.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { checkUserId } from '#contract/chat-names.ts';
import { chatPath } from '#contract/chat-plain.ts';
import { type Client, createClient, type Dial } from './client.ts';
import { readTyped } from './commands.ts';
import { help, lineOf } from './lines.ts';

const defaultUrl = 'ws://localhost:3000';
const firstRoom = 'general';
/** The server asks for a sign of life every 15 s; one that did and stops doing so is gone. */
const silentMs = 45_000;

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/** `localhost:3000`, `http://…`, `ws://…/chat`: the chat's address on that server. */
function addressOf(typed: string): string {
  const text = /^[a-z]+:\/\//i.test(typed) ? typed.replace(/^http/i, 'ws') : `ws://${typed}`;
  if (!URL.canParse(text) || !/^wss?:/i.test(text))
    fail(`«\u00a0${typed}\u00a0» n’est pas une adresse. Exemple\u00a0: npm run chat -- localhost:3000`);
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = chatPath;
  return url.href;
}

function dialler(address: string): Dial {
  return (on) => {
    const socket = new WebSocket(address, {
      handshakeTimeout: 10_000,
      maxPayload: 16_000_000,
      perMessageDeflate: false,
    });
    let watch: NodeJS.Timeout | undefined;
    socket.on('open', on.open);
    socket.on('message', (data) => on.text(data.toString()));
    socket.on('ping', () => {
      clearTimeout(watch);
      watch = setTimeout(() => socket.terminate(), silentMs);
    });
    // 'close' follows, and says it.
    socket.on('error', () => {});
    socket.on('close', (code) => {
      clearTimeout(watch);
      on.closed(code);
    });
    return { send: (text) => socket.send(text), close: () => socket.close() };
  };
}

const [typedUrl = defaultUrl, typedName] = process.argv.slice(2);
const address = addressOf(typedUrl);
const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
const interactive = process.stdin.isTTY === true;
let current: string | null = firstRoom;
let client: Client | null = null;

/** A line of ours does not tear the line that is being typed. */
function print(text: string): void {
  if (!interactive) {
    console.log(text);
    return;
  }
  process.stdout.write('\r\u001b[2K');
  console.log(text);
  terminal.prompt(true);
}

function start(name: string): void {
  print(`Connexion à ${address} sous le nom «\u00a0${name}\u00a0»… (/aide pour les commandes)`);
  client = createClient({
    dial: dialler(address),
    name,
    clock: {
      now: Date.now,
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    newId: randomUUID,
    show: (shown) => print(lineOf(shown)),
    onEnd(clean) {
      terminal.close();
      // Long enough for the farewell to leave.
      setTimeout(() => process.exit(clean ? 0 : 1), 200).unref();
      process.exitCode = clean ? 0 : 1;
    },
  });
  client.join(firstRoom);
}

function inRoom(room: string | null, act: (room: string) => void): void {
  if (room === null) print('Vous n’êtes dans aucune salle. Tapez\u00a0: /join salle');
  else act(room);
}

function carryOut(line: string, to: Client): void {
  const typed = readTyped(line);
  switch (typed.kind) {
    case 'join':
      current = typed.room;
      inRoom(current, (room) => to.join(room));
      break;
    case 'leave': {
      const room = typed.room ?? current;
      inRoom(room, (one) => to.leave(one));
      if (room === current) current = null;
      break;
    }
    case 'history':
      inRoom(typed.room ?? current, (room) => to.history(room));
      break;
    case 'msg':
      to.say(`@${typed.to}`, typed.text);
      break;
    case 'text':
      inRoom(current, (room) => to.say(room, typed.text));
      break;
    case 'help':
      print(help);
      break;
    case 'wrong':
      print(typed.message);
      break;
    case 'quit':
      to.quit();
      break;
    case 'nothing':
      break;
  }
}

function begin(typed: string): void {
  const check = checkUserId(typed.trim());
  if (check.ok) start(check.name);
  else print(`${check.message} Votre nom\u00a0?`);
}

terminal.on('line', (line) => {
  if (client) carryOut(line, client);
  else begin(line);
  if (interactive) terminal.prompt();
});
// Ctrl+C and Ctrl+D leave cleanly too.
terminal.on('SIGINT', () => (client ? client.quit() : process.exit(0)));
process.on('SIGTERM', () => client?.quit());
terminal.on('close', () => client?.quit());

if (typedName !== undefined) {
  const check = checkUserId(typedName);
  if (!check.ok) fail(check.message);
  start(check.name);
} else print('Votre nom\u00a0?');
