// What an API folder gives to the broker: its table, how to serve it, and how to say no in its own shape.

import type { CloseReason } from '../events.ts';
import type { Connection } from '../net/connection.ts';
import type { Api, RequestOf, ResponseDraft } from '../protocol/api.ts';
import type { Core } from './core.ts';

export type RequestContext = {
  readonly core: Core;
  readonly connection: Connection;
  readonly clientId: string | null;
  readonly version: number;
  /** Set by a handler: how long its client is throttled, ms. Told in the reply where the version can. */
  throttleMs: number;
};

export type ApiHandler<A extends Api> = {
  readonly api: A;
  /** Null: no reply at all (Produce with acks=0). @throws CloseConnection */
  handle(request: RequestOf<A>, context: RequestContext): ResponseDraft<A> | null | Promise<ResponseDraft<A> | null>;
  /** The group this request is about, when it is about one: only its coordinator serves it. */
  group?(request: RequestOf<A>, version: number): string | null;
  /** The reply that refuses the whole request with one error code; null where the API has no place for it. */
  refuse(request: RequestOf<A>, code: number, context: RequestContext): ResponseDraft<A> | null;
};

/** Any handler, its types forgotten: the registry pairs each with its own table. */
export type AnyHandler = {
  readonly api: Api;
  handle(request: unknown, context: RequestContext): unknown;
  group?(request: unknown, version: number): string | null;
  refuse(request: unknown, code: number, context: RequestContext): unknown;
};

export const defineHandler = <A extends Api>(handler: ApiHandler<A>): AnyHandler => handler as unknown as AnyHandler;

/** Thrown by a handler that cannot answer: the protocol's only way to say no here is to hang up. */
export class CloseConnection extends Error {
  readonly reason: CloseReason;
  constructor(reason: CloseReason, detail: string) {
    super(detail);
    this.name = 'CloseConnection';
    this.reason = reason;
  }
}
