// What is known of each open connection, told to the event stream as it becomes known.

import type { BrokerEvent, CloseReason, ConnectionInfo } from '../events.ts';
import type { Connection } from '../net/connection.ts';

/** Longest client id shown; longer ones still work, only their picture is cut. */
const shownName = 200;

export class Connections {
  #known = new Map<number, ConnectionInfo>();
  #emit: (event: BrokerEvent) => void;

  constructor(emit: (event: BrokerEvent) => void) {
    this.#emit = emit;
  }

  opened(connection: Connection): void {
    const info: ConnectionInfo = {
      connection: connection.id,
      address: connection.address,
      nodeId: connection.nodeId,
      openedAt: connection.openedAt,
      clientId: null,
      softwareName: null,
      softwareVersion: null,
      apis: [],
    };
    this.#known.set(connection.id, info);
    this.#emit({ type: 'connection-opened', connection: copy(info) });
  }

  /** Called for every request: cheap unless something is new. */
  used(connection: number, clientId: string | null, api: string): void {
    const info = this.#known.get(connection);
    if (!info) return;
    const shown = clientId === null ? null : clientId.slice(0, shownName);
    const fresh = !info.apis.includes(api);
    if (!fresh && (shown === null || shown === info.clientId)) return;
    if (fresh) info.apis.push(api);
    if (shown !== null) info.clientId = shown;
    this.#emit({ type: 'connection-changed', connection: copy(info) });
  }

  software(connection: number, name: string, version: string): void {
    const info = this.#known.get(connection);
    if (!info || (info.softwareName === name && info.softwareVersion === version)) return;
    info.softwareName = name.slice(0, shownName);
    info.softwareVersion = version.slice(0, shownName);
    this.#emit({ type: 'connection-changed', connection: copy(info) });
  }

  closed(connection: number, reason: CloseReason, detail: string | undefined): void {
    if (!this.#known.delete(connection)) return;
    this.#emit({ type: 'connection-closed', connection, reason, ...(detail === undefined ? {} : { detail }) });
  }

  /** Not a copy: look, do not keep. */
  about(connection: number): ConnectionInfo | undefined {
    return this.#known.get(connection);
  }

  list(): ConnectionInfo[] {
    return [...this.#known.values()].map(copy);
  }
}

const copy = (info: ConnectionInfo): ConnectionInfo => ({ ...info, apis: [...info.apis] });
