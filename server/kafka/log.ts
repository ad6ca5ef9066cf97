// The logger this room is given: pino's shape, reduced to what is used. Kafkajs writes to it at debug, never to stdout.

/** A pino logger, a child of one, or anything alike. */
export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

const nothing = () => undefined;
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
