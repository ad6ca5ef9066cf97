// Settings of a topic: what clients may write, and what a damaged file becomes.

import { expect, it } from 'vitest';
import { configFrom, defaultTopicConfig, listSettings, repairConfig } from './topic-config.ts';

const set = (name: string, value: string | null) => configFrom([{ name, value }]);

it('accepts what Kafka accepts', () => {
  expect(set('retention.ms', '60000')).toMatchObject({ 'retention.ms': 60000 });
  expect(set('retention.ms', '9223372036854775807')).toMatchObject({ 'retention.ms': Number.MAX_SAFE_INTEGER });
  expect(set('cleanup.policy', 'delete, compact')).toMatchObject({ 'cleanup.policy': 'compact,delete' });
  expect(configFrom([{ name: 'retention.ms', value: null }], { ...defaultTopicConfig, 'retention.ms': 1 })).toEqual(
    defaultTopicConfig,
  );
});

it('says what is wrong with the rest', () => {
  expect(set('retention.ms', 'soon')).toContain('whole number');
  expect(set('retention.ms', '-2')).toContain('at least -1');
  expect(set('max.message.bytes', '99999999999')).toContain('at most');
  expect(set('cleanup.policy', 'shred')).toContain('one of');
  expect(set('__proto__', 'x')).toContain('Unknown topic config name');
});

it('repairs what it reads back, and lists every setting with its default', () => {
  expect(repairConfig('?')).toEqual(defaultTopicConfig);
  expect(repairConfig({ 'retention.ms': 5, 'segment.bytes': 'x', unknown: 1 })).toEqual({
    ...defaultTopicConfig,
    'retention.ms': 5,
  });
  const settings = listSettings({ ...defaultTopicConfig, 'retention.ms': 5 });
  expect(settings.filter(({ isDefault }) => !isDefault)).toMatchObject([{ key: 'retention.ms', value: '5' }]);
});
