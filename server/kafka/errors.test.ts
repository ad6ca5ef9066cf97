import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '#contract/errors.ts';
import { causeOf, isPassing, toWireError } from './errors.ts';

const named = (name: string, fields: object = {}) => Object.assign(new Error('english words'), { name, ...fields });

describe('errors of kafkajs told to people', () => {
  it('believes the protocol error inside a wrapper', () => {
    const inner = named('KafkaJSProtocolError', { type: 'MESSAGE_TOO_LARGE' });
    const wrapped = named('KafkaJSNumberOfRetriesExceeded', { cause: named('KafkaJSError', { cause: inner }) });
    expect(toWireError(wrapped)).toMatchObject({ code: 'too-large' });
    expect(causeOf(wrapped)).toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
  });

  it('looks into aggregates, as createTopics answers them', () => {
    const each = named('KafkaJSCreateTopicError', { type: 'INVALID_TOPIC_EXCEPTION' });
    expect(toWireError(named('KafkaJSAggregateError', { errors: [each] }))).toMatchObject({ code: 'invalid' });
  });

  it('knows that a silent broker may come back', () => {
    expect(isPassing(named('KafkaJSConnectionError', { code: 'ECONNREFUSED' }))).toBe(true);
    expect(isPassing(named('KafkaJSProtocolError', { type: 'INCONSISTENT_GROUP_PROTOCOL' }))).toBe(false);
  });

  it('answers a known code and a French sentence to anything, and never repeats the cause', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const { code, message } = toWireError(anything);
        expect(errorCodes).toContain(code);
        expect(message).toMatch(/^[A-ZÀ-Ý].*\.$/);
      }),
    );
    expect(toWireError(named('Error')).message).not.toContain('english');
    const loop: { cause?: unknown } = {};
    loop.cause = loop;
    expect(toWireError(loop).code).toBe('broker-error');
  });
});
