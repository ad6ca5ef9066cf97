// A right program for the exercise on history, in another style: it subscribes as the bare contract has it, and asks for whatever
// is missing, by the number it wants next.
import { WebSocket } from 'ws';

const [url, room, name] = process.argv.slice(2);
const early = new Map();
let expected = 1;

function connect() {
  const socket = new WebSocket(url);
  let asking = null;
  const send = (message) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  const report = (content) => send({ type: 'publish', room: '@Relais', sender: name, content });
  const ask = () => {
    asking = null;
    send({ type: 'get_history', room, from: expected });
  };
  function drain() {
    for (let next = early.get(expected); next; next = early.get(expected)) {
      early.delete(expected);
      report(`reçu ${expected}`);
      if (next.content.startsWith('consigne')) send({ type: 'clear_history', room, code: '1234' });
      expected += 1;
      if (next.content === 'fin') socket.close();
    }
    for (const n of early.keys()) if (n < expected) early.delete(n);
  }
  socket.on('open', () => send({ type: 'subscribe', room, userId: name }));
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    if (message.type === 'subscribed' && message.sequence >= expected) ask();
    if (message.type === 'message') early.set(message.sequence, message);
    if (message.type === 'history') {
      for (const each of message.messages) early.set(each.sequence, each);
      if (message.oldest > expected) {
        report(`perdu ${expected} à ${message.oldest - 1}`);
        expected = message.oldest;
      }
    }
    drain();
    if (early.size > 0 && asking === null) asking = setTimeout(ask, 150);
  });
  socket.on('error', () => {});
  socket.on('close', (code) => {
    clearTimeout(asking);
    if (code !== 1005) setTimeout(connect, 100);
  });
}
connect();
