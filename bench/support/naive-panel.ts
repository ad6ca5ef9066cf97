// The peer of the panel: a state of its own, set once a record, a row for each of the last 200. Runs in the browser; the bench
// bundles it and runs it in a page of the product.
import { createElement, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { io } from 'socket.io-client';
import type { Frame } from '#contract/journal.ts';
import type { KafkaEvent } from '#contract/kafka-events.ts';

type Row = { partition: number; offset: number };
const rowsShown = 200;
const page = globalThis as unknown as { drawn: number };
page.drawn = 0;

function Panel() {
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [total, setTotal] = useState(0);
  const [live, setLive] = useState(false);
  useEffect(() => {
    const socket = io({ transports: ['websocket'] });
    socket.on('connect', () => socket.emit('lab:join', { lab: 'kafka' }, () => setLive(true)));
    socket.on('f', (frames: readonly Frame[]) => {
      for (const event of frames.flatMap((frame) => (frame.kind === 'events' ? frame.records : []))) {
        const told = event.event as KafkaEvent;
        if (told.type !== 'records.appended') continue;
        for (let offset = told.baseOffset; offset < told.baseOffset + told.count; offset += 1) {
          flushSync(() => {
            setRows((before) => [...before.slice(1 - rowsShown), { partition: told.partition, offset }]);
            setTotal((before) => before + 1);
          });
          page.drawn += 1;
        }
      }
    });
    return () => void socket.close();
  }, []);
  const items = rows.map(({ partition, offset }) =>
    createElement('li', { key: `${partition} ${offset}` }, `P${partition} · offset ${offset}`),
  );
  return createElement(
    'main',
    null,
    createElement('p', { id: 'total', 'data-live': live || undefined }, total),
    createElement('ol', null, items),
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(createElement(Panel));
