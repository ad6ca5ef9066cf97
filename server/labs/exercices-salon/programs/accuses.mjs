// A right program for the exercise on acknowledgements, in another style: one acknowledgement for several, resumed by number.
import { WebSocket } from 'ws';

const [url, room, name] = process.argv.slice(2);
const treated = new Set();
let epoch;
let waiting = [];

function connect() {
  const socket = new WebSocket(url);
  const send = (message) => socket.send(JSON.stringify(message));
  socket.on('open', () =>
    send({
      type: 'subscribe',
      room,
      userId: name,
      acks: true,
      ...(epoch ? { epoch, from: Math.max(0, ...treated) + 1 } : {}),
    }),
  );
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    if (message.type === 'subscribed') epoch = message.epoch;
    if (message.type !== 'message') return;
    waiting.push(message);
    if (waiting.length === 1) setTimeout(work, 5);
  });
  function work() {
    const batch = waiting;
    waiting = [];
    if (socket.readyState !== WebSocket.OPEN) return;
    for (const { sequence } of batch) {
      if (treated.has(sequence)) continue;
      treated.add(sequence);
      send({
        type: 'publish',
        room: '@Relais',
        sender: name,
        content: `traité ${sequence}`,
        clientMessageId: `t${sequence}`,
      });
    }
    send({ type: 'ack', room, sequence: Math.max(...batch.map(({ sequence }) => sequence)), upTo: true });
    if (batch.some(({ content }) => content === 'fin')) socket.close();
  }
  socket.on('error', () => {});
  socket.on('close', (code) => {
    waiting = [];
    if (code !== 1005) setTimeout(connect, 100);
  });
}
connect();
