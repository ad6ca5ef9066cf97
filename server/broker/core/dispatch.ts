// From a frame to an outcome: header, version check, faults, handler, reply frame. Whatever a frame holds, the result is a
// reply or a closed connection, never an exception.

import type { Connection, Outcome } from '../net/connection.ts';
import { decodeRequest } from '../protocol/codec.ts';
import { errorCodes } from '../protocol/errors.ts';
import { decodeRequestHeader, type RequestHeader, responseFrame } from '../protocol/headers.ts';
import { DecodeError } from '../protocol/reader.ts';
import { type AnyHandler, CloseConnection, type RequestContext } from './api-handler.ts';
import type { Core } from './core.ts';
import type { FaultDecision } from './faults.ts';
import type { SeenFrame } from './frames.ts';
import type { Seen } from './witness.ts';

const produceKey = 0;
const apiVersionsKey = 18;

export type Registry = {
  handlerOf(apiKey: number): AnyHandler | undefined;
  /** First flexible version of an API, for request headers; null when there is none. */
  flexibleFrom(apiKey: number): number | null;
  /** Reply to an ApiVersions request in a version we do not speak: version 0, error 35 (KIP-511). */
  versionsFallback(correlationId: number): Uint8Array[];
};

type Call = {
  handler: AnyHandler;
  header: RequestHeader;
  request: unknown;
  context: RequestContext;
  /** Set while topics are watched and this request touches one. */
  seen: Seen | null;
};

/** A producer may write and hang up at once: what it sent still counts. */
export const servesAfterEnd = (frame: Buffer): boolean => frame.readInt16BE(0) === produceKey;

export class Dispatcher {
  #core: Core;
  #registry: Registry;

  constructor(core: Core, registry: Registry) {
    this.#core = core;
    this.#registry = registry;
  }

  serve = (frame: Buffer, connection: Connection): Outcome | Promise<Outcome> => {
    try {
      const call = this.#read(frame, connection);
      if ('kind' in call) return call;
      if (this.#core.frames.any) this.#core.frames.request(frame, connection, seen(call));
      this.#core.connections.used(connection.id, call.header.clientId, call.handler.api.name);
      if (this.#core.witness.any) call.seen = this.#core.witness.begin(call.handler.api.name, call.request, connection);
      if (this.#core.faults.any) return this.#disturbed(call).catch((error: unknown) => this.#failed(error));
      const response = this.#handle(call);
      if (response instanceof Promise) {
        return response.then(
          (late: unknown) => this.#reply(call, late),
          (error: unknown) => this.#failed(error, call),
        );
      }
      return this.#reply(call, response);
    } catch (error) {
      return this.#failed(error);
    }
  };

  /** @throws DecodeError */
  #read(frame: Buffer, connection: Connection): Call | Outcome {
    const key = frame.readInt16BE(0);
    const version = frame.readInt16BE(2);
    const handler = this.#registry.handlerOf(key);
    if (!handler) return bad(`unknown API key ${key} (version ${version})`);
    const { versions, name } = handler.api;
    if (version < versions.min || version > versions.max) {
      if (key === apiVersionsKey) return framed(this.#registry.versionsFallback(frame.readInt32BE(4)));
      return bad(`${name} version ${version} is not served (${versions.min} to ${versions.max})`);
    }
    const header = decodeRequestHeader(frame, this.#registry.flexibleFrom);
    const request = decodeRequest(handler.api, version, frame, header.bodyStart);
    const context = { core: this.#core, connection, clientId: header.clientId, version, throttleMs: 0 };
    return { handler, header, request, context, seen: null };
  }

  /** Groups belong to one node: another one sends its clients there. */
  #handle({ handler, request, context, header }: Call): unknown {
    const { cluster } = this.#core;
    const group = cluster.single ? undefined : handler.group?.(request, header.apiVersion);
    if (typeof group === 'string' && !cluster.coordinates(context.connection.nodeId, group)) {
      return handler.refuse(request, errorCodes.NOT_COORDINATOR, context);
    }
    return handler.handle(request, context);
  }

  #reply(call: Call, response: unknown): Outcome {
    const { throttleMs } = call.context;
    call.seen?.end(response, true);
    if (response === null) return noReply(throttleMs);
    try {
      const { handler, header } = call;
      if (throttleMs > 0) (response as { throttleTimeMs: number }).throttleTimeMs = throttleMs;
      const chunks = responseFrame(handler.api, header.apiVersion, header.correlationId, response as never);
      if (this.#core.frames.any) this.#core.frames.reply(chunks, call.context.connection, seen(call));
      return framed(chunks, throttleMs);
    } catch (error) {
      return this.#failed(error, call);
    }
  }

  async #disturbed(call: Call): Promise<Outcome> {
    const { handler, header, request, context } = call;
    const subject = { api: handler.api.name, clientId: header.clientId, topics: () => topicsIn(request, this.#core) };
    const before = await this.#core.faults.meet('request', subject, context.connection);
    if (before) return this.#inject(before, call);
    const response = await this.#handle(call);
    const after = await this.#core.faults.meet('reply', subject, context.connection);
    if (!after) return this.#reply(call, response);
    call.seen?.end(response, false);
    call.seen = null;
    return this.#inject(after, call);
  }

  #inject(decision: FaultDecision, call: Call): Outcome {
    if (decision.kind !== 'error') call.seen?.end(undefined, false);
    if (decision.kind === 'close') return { kind: 'close', reason: 'fault', detail: 'closed on demand' };
    if (decision.kind === 'drop-reply') return noReply(0);
    return this.#reply(call, call.handler.refuse(call.request, decision.code, call.context));
  }

  #failed(error: unknown, call?: Call): Outcome {
    if (error instanceof CloseConnection) return { kind: 'close', reason: error.reason, detail: error.message };
    if (error instanceof DecodeError) return bad(error.message);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const what = call ? `${call.handler.api.name} v${call.header.apiVersion}` : 'a request';
    this.#core.notice('error', `internal error while serving ${what}: ${text}`);
    return bad('internal error');
  }
}

const seen = ({ handler, header }: Call): SeenFrame => ({
  api: handler.api,
  version: header.apiVersion,
  correlationId: header.correlationId,
  clientId: header.clientId,
});

const bad = (detail: string): Outcome => ({ kind: 'close', reason: 'bad-frame', detail });

const noReply = (muteMs: number): Outcome => ({ kind: 'none', muteMs });

function framed(chunks: Uint8Array[], muteMs = 0): Outcome {
  let bytes = 0;
  for (const chunk of chunks) bytes += chunk.length;
  return { kind: 'reply', chunks, bytes, muteMs };
}

/** Topic names of any decoded request, found by how Kafka's messages spell them. */
function topicsIn(request: unknown, core: Core): string[] {
  const { topics, topicData, topicNames } = request as Record<string, unknown>;
  const items = [topicData, topics, topicNames].filter(Array.isArray).flat() as unknown[];
  return items.map((item) => {
    if (typeof item === 'string') return item;
    const { name, topic, topicId } = item as { name?: string | null; topic?: string; topicId?: string };
    return name || topic || core.topics.byId(topicId ?? '')?.name || '';
  });
}
