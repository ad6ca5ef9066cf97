// What a connection still owes, read from a real one whose peer does not read.
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startEdge, until } from './fixtures.ts';
import { backlogOf } from './link.ts';

describe('backlogOf', () => {
  it('counts packets in wait and bytes of the WebSocket, and nothing it does not know', () => {
    const connection = {
      writeBuffer: [{ data: 'x'.repeat(10) }, { data: new Uint8Array(5) }, {}],
      transport: { socket: { bufferedAmount: 100 } },
    };
    expect(backlogOf(connection)).toBe(115);
    expect(backlogOf({})).toBe(0);
    expect(backlogOf({ writeBuffer: [], transport: { socket: undefined } })).toBe(0);
  });
});

describe('a page that stops reading', () => {
  let stop: () => Promise<void> = async () => {};
  afterEach(() => stop());

  it('is dropped without growing memory, while the journal goes on', async () => {
    const started = await startEdge();
    stop = started.close;
    // A bare socket that speaks just enough WebSocket to join, then never reads again.
    const raw = connect(started.port, '127.0.0.1');
    raw.write(
      [
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
        `Host: localhost:${started.port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Cookie: who=stalled',
        '\r\n',
      ].join('\r\n'),
    );
    const say = (text: string): void => {
      const payload = Buffer.from(text);
      const head = Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]);
      raw.write(Buffer.concat([head, payload]));
    };
    let heard = '';
    raw.on('data', (chunk) => {
      heard += chunk.toString('latin1');
    });
    raw.on('error', () => {});
    await until(() => heard.includes('"sid"'));
    say('40');
    await until(() => heard.includes('hello'));
    say('421["lab:join",{"lab":"count"}]');
    await until(() => heard.includes('recovered'));
    raw.pause();
    const wide = 'x'.repeat(20_000);
    for (let round = 0; round < 400 && started.edge.stats().dropped === 0; round += 1) {
      for (let n = 0; n < 10; n += 1) started.journal.append({ n, by: wide }, n);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await until(() => started.edge.stats().dropped === 1);
    raw.resume();
    await until(() => heard.includes('"behind"'));
    raw.destroy();
  });
});
