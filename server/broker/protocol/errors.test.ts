// The table against the one of kafkajs, written by other people.
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { errorCodes, errorOf } from './errors.ts';

type KafkajsError = { type: string; code: number; retriable: boolean };
const { createErrorFromCode } = createRequire(import.meta.url)('kafkajs/src/protocol/error') as {
  createErrorFromCode: (code: number) => KafkajsError;
};

describe('the table of errors', () => {
  it('has each code once, from -1 to 127', () => {
    const codes = Object.values(errorCodes).sort((one, other) => one - other);
    expect(codes).toEqual(Array.from({ length: 129 }, (_, index) => index - 1));
  });

  it('names and judges errors as kafkajs does, but for later renames', () => {
    const differs = Object.values(errorCodes).flatMap((code) => {
      const ours = errorOf(code);
      const theirs = createErrorFromCode(code);
      const known = code !== 0 && theirs.type !== 'KAFKAJS_UNKNOWN_ERROR_CODE';
      return !known || (theirs.type === ours?.name && theirs.retriable === ours.retriable) ? [] : [theirs.type];
    });
    expect(differs).toEqual([
      'UNKNOWN',
      'NOT_LEADER_FOR_PARTITION',
      'GROUP_LOAD_IN_PROGRESS',
      'GROUP_COORDINATOR_NOT_AVAILABLE',
      'NOT_COORDINATOR_FOR_GROUP',
    ]);
  });

  it('does not know other codes', () => {
    expect(errorOf(5000)).toBeUndefined();
  });
});
