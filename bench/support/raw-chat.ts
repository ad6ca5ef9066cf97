// A client of the chat as bare as can be, by either door: one JSON request or one Socket.IO packet a frame, and everything it hears.
// It knows nothing of resuming: what is measured here is what the server does for whoever asks again.
import { WebSocket } from 'ws';

export type Door = 'plain' | 'pages';
export const doors = ['plain', 'pages'] as const;
export type Heard = Record<string, unknown> & { type?: string };

export type RawChat = {
  /** `chat:<what>` for a page, `type` for a program; returns the number of the request (a page's acknowledgement bears it). */
  ask(what: string, fields: Record<string, unknown>): number;
  /** As a cable that is pulled. */
  cut(): void;
  readonly open: boolean;
};

export type RawOptions = {
  port: number;
  door: Door;
  name: string;
  client: number;
  /** Everything told: events one by one; an answer to a page with its request's number. */
  onHeard(heard: Heard, request: number | null): void;
  onOpen(): void;
  onClosed(code: number): void;
};

/** Types as the plain door calls them. */
const plainTypes: Readonly<Record<string, string>> = { history: 'get_history' };

export function rawChat({ port, door, name, client, onHeard, onOpen, onClosed }: RawOptions): RawChat {
  const address = `ws://127.0.0.1:${port}`;
  const path = door === 'plain' ? `/chat?c=${client}` : `/socket.io/?EIO=4&transport=websocket&c=${client}`;
  const headers = door === 'plain' ? {} : { cookie: `who=${name}; name=${name}` };
  const socket = new WebSocket(address + path, { perMessageDeflate: false, headers });
  let requests = 0;
  let open = false;

  function opened(): void {
    open = true;
    onOpen();
  }
  function hearPacket(text: string): void {
    if (text === '2') socket.send('3');
    else if (text.startsWith('0')) socket.send('40');
    else if (text.startsWith('40')) opened();
    else if (text.startsWith('43')) {
      const at = text.indexOf('[');
      const [ack] = JSON.parse(text.slice(at)) as [Heard];
      onHeard(ack, Number(text.slice(2, at)));
    } else if (text.startsWith('42["chat",')) {
      const [, events] = JSON.parse(text.slice(2)) as [string, Heard[]];
      for (const event of events) onHeard(event, null);
    }
  }
  if (door === 'plain') socket.on('open', opened);
  socket.on('message', (data) => {
    if (door === 'plain') onHeard(JSON.parse(data.toString()) as Heard, null);
    else hearPacket(data.toString());
  });
  socket.on('error', () => {});
  socket.on('close', (code) => {
    open = false;
    onClosed(code);
  });
  return {
    ask(what, fields) {
      requests += 1;
      const text =
        door === 'plain'
          ? JSON.stringify({ type: plainTypes[what] ?? what, ...fields })
          : `42${requests}${JSON.stringify([`chat:${what}`, fields])}`;
      if (open) socket.send(text);
      return requests;
    },
    cut: () => socket.terminate(),
    get open() {
      return open;
    },
  };
}
